using System.Buffers.Binary;

namespace Prcl.Learning.Safetensors;

/// <summary>Recognises files that are often taken for safetensors, by their first bytes.</summary>
internal static class ForeignFile
{
    /// <summary>How many first bytes it takes.</summary>
    public const int HeadLength = 64;

    /// <summary>What a file that isn't safetensors is, or null when its first bytes don't tell.</summary>
    /// <param name="head">The first <see cref="HeadLength"/> bytes, or all.</param>
    public static string? Describe(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("PK"u8))
        {
            return "a ZIP archive, as PyTorch's .pt and .pth files are; save its tensors as safetensors";
        }

        // Such a file may well be safetensors, cut short: a header of 640 bytes begins like a pickle.
        if (head.Length >= sizeof(ulong) && BinaryPrimitives.ReadUInt64LittleEndian(head) <= SafetensorsHeader.LengthLimit)
        {
            return null;
        }

        return head is [0x80, >= 2 and <= 5, ..] ? "a Python pickle, as old .pt and .pth files are; save its tensors as safetensors"
            : head.StartsWith("version https://git-lfs"u8) ? "a Git LFS pointer that stands for the file; 'git lfs pull' fetches it"
            : head.TrimStart(" \t\r\n\uFEFF"u8) is [(byte)'{' or (byte)'[', ..] ? "a JSON text"
            : null;
    }
}
