namespace Prcl.Learning.Training;

/// <summary>Too many steps in a row had a loss or a gradient that isn't finite. The message names the last reason.</summary>
public sealed class TrainingDivergedException : Exception
{
    /// <summary>An error without a message.</summary>
    public TrainingDivergedException()
    {
    }

    /// <summary>An error with its reason.</summary>
    public TrainingDivergedException(string message)
        : base(message)
    {
    }

    /// <summary>An error with its reason and cause.</summary>
    public TrainingDivergedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
