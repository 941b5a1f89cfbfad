namespace Prcl.Client.Push;

/// <summary>What a push is going to send.</summary>
/// <param name="Items">The images, in the order in which they were found.</param>
/// <param name="Problems">Files that can't be sent, with the reason.</param>
/// <param name="Ignored">Files in folders that are neither images nor labels.</param>
/// <param name="Notes">What was decided about the files, for people.</param>
internal sealed record PushPlan(IReadOnlyList<PushItem> Items, IReadOnlyList<RefusedFile> Problems, int Ignored, IReadOnlyList<string> Notes);
