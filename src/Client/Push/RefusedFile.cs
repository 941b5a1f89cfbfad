namespace Prcl.Client.Push;

/// <summary>A file that didn't get into the run.</summary>
/// <param name="File">Its path.</param>
/// <param name="Reason">What kind of refusal, one word.</param>
/// <param name="Message">One line: what and the rule.</param>
internal sealed record RefusedFile(string File, string Reason, string Message);
