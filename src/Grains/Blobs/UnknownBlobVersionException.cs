namespace Prcl.Grains.Blobs;

/// <summary>A file is a blob of a version that this program doesn't know: a newer program wrote it, and it is as sound as ever.</summary>
internal sealed class UnknownBlobVersionException(string message) : IOException(message);
