using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using Prcl.Grains.Blobs;

namespace Prcl.Chaos.Ledger;

/// <summary>Reads class sums out of a safetensors blob, and nothing else of it.</summary>
internal static class EvidenceFile
{
    private static readonly string[] Parts = ["precision", "information", "second_moment"];

    /// <summary>The sums by class; null where there are none.</summary>
    /// <param name="blobs">The storage.</param>
    /// <param name="name">The blob.</param>
    /// <param name="prefix">The tensors' prefix.</param>
    /// <param name="classes">K.</param>
    public static async Task<Evidence?[]> Read(IBlobStore blobs, string name, string prefix, int classes)
    {
        var length = (int)BinaryPrimitives.ReadInt64LittleEndian(await Bytes(0, 8));
        using var header = JsonDocument.Parse(await Bytes(8, length));
        var evidence = new Evidence?[classes];
        for (var k = 0; k < classes; k++)
        {
            if (header.RootElement.TryGetProperty($"{prefix}.{k}.precision", out _))
            {
                var sums = new List<double>();
                foreach (var part in Parts)
                {
                    sums.AddRange(await Doubles($"{prefix}.{k}.{part}"));
                }

                var (count, clock) = await Doubles($"{prefix}.{k}.count_clock") is [var n, var c] ? (n, c) : throw new InvalidDataException($"{name}: {prefix}.{k}.count_clock isn't a pair");
                evidence[k] = new Evidence([.. sums], count, clock);
            }
        }

        return evidence;

        async Task<double[]> Doubles(string tensor)
        {
            var offsets = header.RootElement.GetProperty(tensor).GetProperty("data_offsets");
            var (from, to) = (offsets[0].GetInt64(), offsets[1].GetInt64());
            return MemoryMarshal.Cast<byte, double>(await Bytes(8 + length + from, (int)(to - from))).ToArray();
        }

        async Task<byte[]> Bytes(long offset, int count) =>
            await blobs.ReadRange(name, offset, count) is { } bytes && bytes.Length == count ? bytes : throw new InvalidDataException($"{name} isn't there, or is shorter than it says");
    }
}
