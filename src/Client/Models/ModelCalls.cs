using Prcl.Client.Connection;
using Prcl.Contracts;
using Prcl.Contracts.Models;
using Prcl.Contracts.Runs;

namespace Prcl.Client.Models;

/// <summary>Calls about a run's model versions. A version that isn't kept ends in a <see cref="PrclRequestException"/>.</summary>
public sealed class ModelCalls
{
    private const string Serving = "serving";
    private const int PieceSize = 1 << 20;
    private const int Ahead = 4;
    private readonly IGrainFactory _grains;
    private readonly CallRetries _retries;

    internal ModelCalls(IGrainFactory grains, CallRetries retries) => (_grains, _retries) = (grains, retries);

    /// <summary>Every kept version, oldest first.</summary>
    public Task<ModelSummary[]> List(string run, CancellationToken cancellation = default) => _retries.Call(Run(run).Models, cancellation);

    /// <summary>The version of this number or alias.</summary>
    public async Task<long> Find(string run, string versionOrAlias, CancellationToken cancellation = default) =>
        (await _retries.Call(() => Run(run).Model(versionOrAlias), cancellation))?.Version
            ?? throw new PrclRequestException($"run '{run}' keeps no version '{versionOrAlias}'; it keeps {string.Join(", ", (await List(run, cancellation)).Select(m => m.Version))}");

    /// <summary>Lets predictors serve a version from now on; null: always the newest.</summary>
    public Task Serve(string run, long? version, CancellationToken cancellation = default) => _retries.Call(
        () => version is { } fixedVersion ? Run(run).MoveAlias(Serving, fixedVersion) : Run(run).RemoveAlias(Serving), cancellation);

    /// <summary>Rolls training back to a version; answers where the new epoch begins.</summary>
    /// <returns>The open round, and whether this call has begun its epoch: not so where the newest version is a copy of that one already.</returns>
    public async Task<(RoundAssignment Start, bool IsNew)> RollBack(string run, long version, CancellationToken cancellation = default)
    {
        // A person whose answer got lost asks again, perhaps much later.
        if ((await List(run, cancellation)).MaxBy(m => m.Version)?.RolledBackTo == version)
        {
            return (await _retries.Call(Run(run).Current, cancellation), false);
        }

        // Asked once: with it, a repeat of the call changes nothing.
        var known = await _retries.Call(Run(run).Describe, cancellation) ?? throw new PrclRequestException($"there is no run '{run}'");
        return (await _retries.Call(() => Run(run).RollBack(version, known.Epoch), cancellation), true);
    }

    /// <summary>Writes a version as a safetensors file.</summary>
    /// <param name="run">The run.</param>
    /// <param name="versionOrAlias">Its number or alias.</param>
    /// <param name="target">Where to; stays open.</param>
    /// <param name="cancellation">Stops writing.</param>
    public async Task<ModelFile> Export(string run, string versionOrAlias, Stream target, CancellationToken cancellation = default)
    {
        var grain = _grains.GetGrain<IModelFileGrain>(run);
        var file = await _retries.Call(() => grain.Describe(versionOrAlias), cancellation);
        var pieces = new Queue<Task<byte[]>>();
        for (long written = 0, asked = 0; written < file.Length;)
        {
            while (asked < file.Length && pieces.Count < Ahead)
            {
                var offset = asked;
                pieces.Enqueue(_retries.Call(() => grain.Read(file.Version, offset, PieceSize), cancellation));
                asked += PieceSize;
            }

            var piece = await pieces.Dequeue();
            await target.WriteAsync(piece, cancellation);
            written += piece.Length;
        }

        return file;
    }

    private IRunGrain Run(string run) => _grains.GetGrain<IRunGrain>(run);
}
