using Prcl.Grains.Blobs;
using Prcl.Grains.Logs;
using Prcl.Learning.Checkpoints;
using Prcl.Learning.Safetensors;

namespace Prcl.Grains.Damage;

/// <summary>Tells damage of what is stored, which only a repair helps, from failures that pass.</summary>
internal static class Damages
{
    /// <summary>Whether a failure tells of damage.</summary>
    public static bool Is(Exception failure) => failure
        is BlobStorageException { IsDamaged: true } or InvalidDataException or LogCorruptedException or LogFormatException or CheckpointException or SafetensorsException;
}
