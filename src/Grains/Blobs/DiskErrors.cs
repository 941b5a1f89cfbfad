namespace Prcl.Grains.Blobs;

/// <summary>Gives a failure of the file system the name of the blob and of what was tried.</summary>
internal static class DiskErrors
{
    public static BlobStorageException Name(string name, string operation, Exception failure)
    {
        var full = failure is IOException io && IsDiskFull(io);
        var retryable = failure is not (UnauthorizedAccessException or InvalidDataException or UnknownBlobVersionException);
        var damaged = failure is InvalidDataException;
        return new BlobStorageException(name, operation, full ? "the disk is full" : failure.Message, retryable, full, failure, damaged);
    }

    public static bool IsStorageFailure(Exception failure) => failure is IOException or UnauthorizedAccessException or InvalidDataException or TimeoutException;

    /// <summary>ENOSPC, EDQUOT of Linux and of macOS; ERROR_DISK_FULL, ERROR_HANDLE_DISK_FULL of Windows.</summary>
    public static bool IsDiskFull(IOException failure)
        => failure.HResult is 28 or 122 or 69 or unchecked((int)0x80070070) or unchecked((int)0x80070027);
}
