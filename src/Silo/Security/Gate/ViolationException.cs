namespace Prcl.Silo.Security.Gate;

/// <summary>A client sent what no client sends: the connection ends. The message is what it was, without anything that the client wrote.</summary>
/// <param name="message">What it was.</param>
internal sealed class ViolationException(string message) : Exception(message);
