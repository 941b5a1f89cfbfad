namespace Prcl.Images.Datasets;

/// <summary>A data set that cannot be used as it is. The message names the file and the reason.</summary>
public sealed class DatasetException : Exception
{
    /// <summary>Says which file or folder breaks which rule.</summary>
    public DatasetException(string path, string reason, Exception? cause = null)
        : base($"{path}: {reason}", cause) => (Path, Reason) = (path, reason);

    /// <summary>The file or folder.</summary>
    public string Path { get; }

    /// <summary>What is wrong with it.</summary>
    public string Reason { get; }
}
