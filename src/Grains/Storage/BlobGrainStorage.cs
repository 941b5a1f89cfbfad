using System.Runtime.CompilerServices;
using Orleans.Storage;
using Prcl.Contracts;
using Prcl.Grains.Blobs;
using Prcl.Grains.Runs;

namespace Prcl.Grains.Storage;

/// <summary>
/// Grain state as JSON blobs (<see cref="StateName"/>, <see cref="StateFormat"/>) guarded by ETags: of two activations of a grain the second
/// to write gets an <see cref="InconsistentStateException"/>, and Orleans deactivates it. A grain whose key begins with a run's name has its state under
/// the run's id (<see cref="RunId"/>), and an activation keeps to the one that it has read: it never meets the state of a later run of that name.
/// </summary>
/// <param name="store">Where states are.</param>
/// <param name="runs">Tells which run of a name is meant; null: the first.</param>
public sealed class BlobGrainStorage(IBlobStore store, RunStore? runs = null) : IGrainStorage
{
    private readonly ConditionalWeakTable<object, string> _names = [];

    /// <summary>Reads the state, or begins a new one when nothing is stored.</summary>
    /// <exception cref="InvalidDataException">What is stored is of another format or version; the message names the blob.</exception>
    /// <exception cref="BlobStorageException">The storage failed.</exception>
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var name = await NameOf(stateName, grainId);
        _names.AddOrUpdate(grainState, name);
        var content = await store.Read(name);
        grainState.State = content is null ? Activator.CreateInstance<T>() : StateFormat.Decode<T>(name, content.Bytes);
        grainState.ETag = content?.ETag;
        grainState.RecordExists = content is not null;
    }

    /// <summary>Writes the state if what is stored is what was last read or written here.</summary>
    /// <exception cref="InconsistentStateException">Another activation has written.</exception>
    /// <exception cref="BlobStorageException">The storage failed; the outcome is unknown.</exception>
    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var name = _names.TryGetValue(grainState, out var read) ? read : await NameOf(stateName, grainId);
        var condition = grainState.ETag is null ? BlobCondition.MustNotExist : BlobCondition.MustMatch(grainState.ETag);
        grainState.ETag = await Fenced(grainState, () => store.Write(name, StateFormat.Encode(grainState.State), condition));
        grainState.RecordExists = true;
    }

    /// <summary>Removes the state if what is stored is what was last read or written here.</summary>
    /// <inheritdoc cref="WriteStateAsync"/>
    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var name = _names.TryGetValue(grainState, out var read) ? read : await NameOf(stateName, grainId);
        await Fenced(grainState, async () =>
        {
            if (grainState.ETag is { } etag)
            {
                await store.Delete(name, etag);
            }
            else if (await store.Read(name) is { } content)
            {
                BlobCondition.MustNotExist.Check(name, content.ETag);
            }

            return name;
        });
        grainState.State = Activator.CreateInstance<T>();
        grainState.ETag = null;
        grainState.RecordExists = false;
    }

    private async Task<string> NameOf(string stateName, GrainId grain)
    {
        var key = grain.Key.ToString()!;
        var run = PrclNames.RunOf(key);
        return runs is null || !PrclNames.IsName(run)
            ? StateName.Of(stateName, grain)
            : StateName.Of(stateName, GrainId.Create(grain.Type, RunId.Of(run, await runs.Generation(run)) + key[run.Length..]));
    }

    private static async Task<string> Fenced<T>(IGrainState<T> grainState, Func<Task<string>> change)
    {
        try
        {
            return await change();
        }
        catch (BlobConflictException conflict)
        {
            throw new InconsistentStateException(conflict.Message, conflict.Actual, grainState.ETag ?? "none", conflict);
        }
    }
}
