using Prcl.Chaos.Faults;
using Prcl.Grains.Blobs;

namespace Prcl.Chaos.Storage;

/// <summary>Where the silos of a chaos run keep everything durable, and what can go wrong with it.</summary>
internal abstract class ChaosStore : IAsyncDisposable
{
    /// <summary>The folder that silos are given.</summary>
    public abstract string DataFolder { get; }

    /// <summary>How programs find the storage, besides the folder.</summary>
    public abstract IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>The options of <c>backup</c> that name the storage.</summary>
    public abstract string[] Options { get; }

    /// <summary>What can go wrong with it.</summary>
    public abstract FaultKind[] Cards { get; }

    /// <summary>Opens it, past whatever goes wrong with it.</summary>
    public abstract IBlobStore Open();

    /// <summary>Does what the card says.</summary>
    /// <param name="kind">One of <see cref="Cards"/>.</param>
    /// <param name="length">How long, as a share of what the kind allows.</param>
    public abstract Task Suffer(FaultKind kind, double length);

    /// <summary>What became of requests, in a sentence; null: nothing to tell.</summary>
    public virtual string? Story => null;

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();

    /// <summary>A time between two numbers of seconds.</summary>
    protected static TimeSpan Seconds(double least, double most, double share) => TimeSpan.FromSeconds(least + (most - least) * share);
}
