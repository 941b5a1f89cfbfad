namespace Prcl.Client;

/// <summary>What was typed can't be done as typed; the message is one line that names the value and the rule.</summary>
internal sealed class UsageException(string message, Exception? cause = null) : Exception(message, cause);
