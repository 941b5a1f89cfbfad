using System.Globalization;
using Prcl.Contracts;
using Prcl.Contracts.Ingest;
using Prcl.Contracts.Streams;
using Prcl.Unit.Client;

namespace Prcl.Unit.Grains.Simulation;

/// <summary>The stream grains as a life reaches them over the network.</summary>
internal sealed class Streams
{
    public Streams(World world, Life life) => Factory = FakeGrains.Proxy.Create<IGrainFactory>((_, arguments) =>
        new Reference(world, life, World.StreamKey(int.Parse(PrclNames.LastPartOf((string)arguments[0]!), CultureInfo.InvariantCulture))));

    public IGrainFactory Factory { get; }

    private sealed class Reference(World world, Life life, string key) : IImageStreamGrain
    {
        public Task<AppendOutcome[]> Append(ImageEntry[] entries) => Call(async p =>
        {
            // Bringing one in quarantine back in is harmless.
            var isLate = world.Oracle.IsSettled(entries[0]) && entries[0].LabelSha256 is not null && p.Partition.Index.Find(entries[0].Sha256) is { Quarantine: null };
            var outcomes = await p.Partition.Append(entries);
            world.Oracle.Require(!isLate || outcomes[0] != AppendOutcome.Logged, $"a late repeat labels {entries[0].Name} again");
            return outcomes;
        });

        public Task<SeenImage[]> Look(string[] sha256) => Call(p => Task.FromResult(Array.ConvertAll(sha256, p.Partition.Index.Look)));

        public Task<ImageInfo[]> Lease(string trainer, long incarnation, int count) => Call(p =>
        {
            var leased = p.Partition.Lease(trainer, incarnation, count);
            world.Oracle.CheckLeased(leased.Length, incarnation, p.Round);
            return Task.FromResult(leased);
        });

        public Task<long[]> Renew(string trainer, long incarnation, long[] sequences) => Call(p => Task.FromResult(p.Partition.Renew(trainer, incarnation, sequences)));

        public Task Return(string trainer, long incarnation, long[] sequences) => Call(p =>
        {
            p.Partition.Return(trainer, incarnation, sequences);
            return Task.FromResult(true);
        });

        public Task<bool[]> Known(ImageFingerprint[] files) => throw new NotSupportedException();

        public Task<ImageInfo?[]> Find(string[] sha256) => throw new NotSupportedException();

        public Task Fail(string trainer, long incarnation, long sequence, string error, long attempt)
        {
            world.Oracle.Attempted(PrclNames.LastPartOf(key), sequence, (incarnation, attempt));
            return Call(p => p.Partition.Fail(trainer, incarnation, sequence, error, attempt));
        }

        public Task<TrainingPool> Pool(long knownRevision) => throw new NotSupportedException();

        public Task<ImageInfo[]> List(long fromSequence, int count, bool onlyQuarantined) => throw new NotSupportedException();

        public Task<PlacedImage[]> Ranked(ImageOrder order, long place, long belowSequence, int count) => throw new NotSupportedException();

        public Task<ImageInfo[]> Suggest(int count) => throw new NotSupportedException();

        public Task<ImageInfo[]> Evaluation() => throw new NotSupportedException();

        public Task<bool[]> Delete(string[] sha256, SeenImage[]? seen) => Call(async p =>
        {
            var isLate = world.Oracle.IsSettled(seen!);
            var deleted = await p.Partition.Delete(sha256, seen);
            world.Oracle.Require(!isLate || !deleted[0], $"a late repeat deletes image {seen![0].Sequence}");
            return deleted;
        });

        public Task<OverdueImages?> Overdue() => throw new NotSupportedException();

        public Task<long> DeleteOverdue(long lastSequence) => throw new NotSupportedException();

        public Task<long[]> Gone(long[] sequences) => throw new NotSupportedException();

        public Task<bool[]> Refers(string[] sha256) => throw new NotSupportedException();

        public Task Tidy() => throw new NotSupportedException();

        public Task CatchUp(long round) => throw new NotSupportedException();

        public Task MakeWay(int generation) => throw new NotSupportedException();

        public Task<StreamCounts> Counts() => throw new NotSupportedException();

        private Task<T> Call<T>(Func<StreamActivation, Task<T>> call) => world.Call(life, key, call);
    }
}
