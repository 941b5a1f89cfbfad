using Prcl.Grains.Blobs;
using Prcl.Grains.Runs;

namespace Prcl.Grains.Checks;

/// <summary>The run as created, and its copy: either makes the other again.</summary>
/// <param name="blobs">The store.</param>
/// <param name="run">The run's name.</param>
internal sealed class RunFileCheck(IBlobStore blobs, string run) : ICheckPart
{
    private const string Missing = "is missing";
    private readonly List<(string From, string To)> _copies = [];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Finding>> Look()
    {
        _copies.Clear();
        var (file, copy) = (await FaultOf(RunStore.BlobOf(run)), await FaultOf(RunStore.CopyOf(run)));
        if (file is null)
        {
            // A run of an older program has no copy; the first silo that opens it makes one.
            return copy is null or Missing ? [] : [Copy(RunStore.BlobOf(run), RunStore.CopyOf(run), copy)];
        }

        if (copy is null)
        {
            return [Copy(RunStore.CopyOf(run), RunStore.BlobOf(run), file)];
        }

        // Half a run is none: a creation that was interrupted leaves a model only.
        return file == Missing && copy == Missing
            ? []
            : [new Finding(RunStore.BlobOf(run), file, new Loss(LossKinds.Run, "the run: nobody knows its classes and settings any more, and no repair brings them back"))];
    }

    /// <inheritdoc/>
    public async Task Repair()
    {
        foreach (var (from, to) in _copies)
        {
            await blobs.Write(to, (await blobs.Read(from))!.Bytes, BlobCondition.Any);
        }
    }

    private Finding Copy(string from, string to, string fault)
    {
        _copies.Add((from, to));
        return new Finding(to, fault, Loss.Nothing);
    }

    private async Task<string?> FaultOf(string blob)
    {
        var (content, fault) = await Reading.Try(() => blobs.Read(blob));
        if (content is null)
        {
            return fault ?? Missing;
        }

        return (await Reading.Try(() => Task.FromResult<object?>(RunStore.Parse(blob, content.Bytes)))).Fault;
    }
}
