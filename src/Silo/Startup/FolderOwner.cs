using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Prcl.Silo.Startup;

/// <summary>Whose a folder is.</summary>
internal static partial class FolderOwner
{
    // statx(2): AT_FDCWD, STATX_UID, and where the answer of 256 bytes has it.
    private const int CurrentFolder = -100;
    private const uint AskOwner = 8;
    private const int AnswerLength = 256;
    private const int OwnerAt = 20;

    /// <summary>Whether a folder belongs to another user than the one who runs this process; false where that can't be told.</summary>
    public static bool IsAnothers(string folder)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        var answer = new byte[AnswerLength];
        return Statx(CurrentFolder, folder, 0, AskOwner, answer) == 0 && BinaryPrimitives.ReadUInt32LittleEndian(answer.AsSpan(OwnerAt)) != EffectiveUser();
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, byte[] answer);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();
}
