namespace Prcl.Silo.Logs;

/// <summary>How a log line is written.</summary>
public enum LogFormat
{
    /// <summary>For people: time, level, category, message.</summary>
    Text,

    /// <summary>For programs: a JSON document a line.</summary>
    Json,
}
