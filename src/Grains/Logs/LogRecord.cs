namespace Prcl.Grains.Logs;

/// <summary>A durable record as an <see cref="AppendLog"/> hands it to its reader.</summary>
/// <param name="Index">The record's number in the log, from 0, without gaps.</param>
/// <param name="Payload">What was appended. Valid only during the call: copy what you keep.</param>
public readonly record struct LogRecord(long Index, ReadOnlyMemory<byte> Payload);
