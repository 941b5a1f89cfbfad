namespace Prcl.Client.Export;

/// <summary>A model file isn't what is needed; the message is one line that names the file and the rule.</summary>
/// <param name="name">The file.</param>
/// <param name="rule">What is there and what should be; reads on from the name.</param>
/// <param name="cause">The error behind it, if there is one.</param>
internal sealed class ModelFileException(string name, string rule, Exception? cause = null) : IOException($"{name} {rule}", cause);
