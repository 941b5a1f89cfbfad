namespace Prcl.Silo.Hosting;

/// <summary>Where everything durable is kept.</summary>
public enum BlobKind
{
    /// <summary>Files of a folder.</summary>
    File,

    /// <summary>A container of an Azure storage account.</summary>
    Azure,
}
