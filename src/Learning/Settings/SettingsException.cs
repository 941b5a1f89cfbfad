namespace Prcl.Learning.Settings;

/// <summary>A setting is unknown, unreadable or out of range. The message names the setting, its value, its origin and the rule.</summary>
public sealed class SettingsException : Exception
{
    /// <summary>An error without a message.</summary>
    public SettingsException()
    {
    }

    /// <summary>An error with one line for the person who set it.</summary>
    public SettingsException(string message)
        : base(message)
    {
    }

    /// <summary>An error with one line for the person who set it, and its cause.</summary>
    public SettingsException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
