using Prcl.Grains.Blobs;
using Prcl.Grains.Storage;

namespace Prcl.Unit.Grains.Simulation;

/// <summary>An activation's grain state over the real storage provider.</summary>
internal sealed class SimulatedState<T>(IBlobStore blobs, string name, GrainId grain) : IPersistentState<T>
    where T : new()
{
    private readonly BlobGrainStorage _storage = new(blobs);
    private readonly GrainState<T> _held = new() { State = new T() };

    public T State
    {
        get => _held.State!;
        set => _held.State = value;
    }

    public string Etag => _held.ETag!;

    public bool RecordExists => _held.RecordExists;

    public Task ReadStateAsync() => _storage.ReadStateAsync(name, grain, _held);

    public Task WriteStateAsync() => _storage.WriteStateAsync(name, grain, _held);

    public Task ClearStateAsync() => _storage.ClearStateAsync(name, grain, _held);
}
