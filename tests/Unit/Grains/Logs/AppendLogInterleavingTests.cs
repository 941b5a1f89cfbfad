using Prcl.Grains.Blobs;
using Prcl.Grains.Logs;
using Prcl.Long;
using Prcl.Unit.Grains.Blobs;
using Xunit;

namespace Prcl.Unit.Grains.Logs;

/// <summary>Thousands of seeded runs of appends, failures, late arrivals, crashes and second writers against one log.</summary>
public sealed class AppendLogInterleavingTests
{
    private const int Runs = 3000;
    private const int StepsPerRun = 60;

    private static readonly Fault[] Faults = [Fault.Fails, Fault.DiskFull, Fault.LosesReply, Fault.LandsLater, Fault.Tears];

    [LongFact]
    public async Task Confirmed_records_are_in_the_log_exactly_once_and_in_order()
    {
        var (confirmed, failures, fenced, crashes) = (0, 0, 0, 0);
        for (var seed = 0; seed < Runs; seed++)
        {
            var run = new Run(seed);
            await run.Go();
            (confirmed, failures, fenced, crashes) = (confirmed + run.Confirmed.Count, failures + run.Failures, fenced + run.Fenced, crashes + run.Crashes);
        }

        // The runs must have met what they are about.
        Assert.True(confirmed > 20 * Runs && failures > 5 * Runs && fenced > Runs / 2 && crashes > Runs, $"{confirmed} {failures} {fenced} {crashes}");
    }

    private sealed class Run
    {
        private readonly int _seed;
        private readonly Random _random;
        private readonly MemoryBlobStore _memory = new();
        private readonly FaultyBlobStore _store;
        private readonly AppendLogOptions _options;
        private readonly double _faultRate;
        private readonly Session?[] _open = new Session?[2];
        private readonly List<Session> _all = [];
        private int _next;

        public Run(int seed)
        {
            (_seed, _random) = (seed, new Random(seed));
            _options = new AppendLogOptions { SegmentBytes = _random.Next(1, 2000), AppendsPerSegment = _random.Next(2, 9) };
            _faultRate = _random.NextDouble() * 0.4;
            _store = new FaultyBlobStore(_memory)
            {
                Plan = (_, _) => _random.NextDouble() < _faultRate ? Faults[_random.Next(Faults.Length)] : Fault.None,
                TearAt = length => _random.Next(length),
            };
        }

        public HashSet<string> Confirmed { get; } = [];

        public int Failures { get; private set; }

        public int Fenced { get; private set; }

        public int Crashes { get; private set; }

        public async Task Go()
        {
            for (var step = 0; step < StepsPerRun; step++)
            {
                var slot = _random.Next(6) == 0 ? 1 : 0;
                try
                {
                    await Step(slot);
                }
                catch (BlobStorageException)
                {
                    Failures++;
                }
                catch (LogConflictException)
                {
                    Fenced++;
                    _open[slot] = null;
                }
            }

            await _store.Land();
            Check(await LogBook.Read(_memory));
        }

        private async Task Step(int slot)
        {
            if (_open[slot] is not { } session)
            {
                session = new Session(await LogBook.Open(_store, _options));
                _all.Add(session);
                _open[slot] = session;
            }

            switch (_random.Next(20))
            {
                case 0:
                    _open[slot] = null;
                    Crashes++;
                    return;
                case 1:
                    await _store.Land();
                    return;
                case < 5:
                    await session.Book.Flush();
                    break;
                default:
                    var texts = Enumerable.Range(0, _random.Next(1, 4)).Select(_ => $"{_next++}{new string('.', _random.Next(40))}").ToArray();
                    session.Accepted.AddRange(texts);
                    await session.Book.Append(texts);
                    break;
            }

            Assert.Equal(0, session.Book.Log.PendingRecords);
            Confirmed.UnionWith(session.Accepted);
        }

        private void Check(List<string> log)
        {
            Assert.True(log.Count == log.Distinct().Count(), $"seed {_seed}: a record is there twice");
            Assert.True(Confirmed.IsSubsetOf(log), $"seed {_seed}: a confirmed record is lost");
            foreach (var session in _all)
            {
                // What a reader was shown is what a restart reads, and of what was handed in a first part is there, in order.
                Assert.True(session.Book.Seen.SequenceEqual(log.Take(session.Book.Seen.Count)), $"seed {_seed}: a reader saw another log");
                var own = log.Where(session.Accepted.Contains).ToList();
                Assert.True(own.SequenceEqual(session.Accepted.Take(own.Count)), $"seed {_seed}: a writer's records are out of order");
            }
        }

        private sealed record Session(LogBook Book)
        {
            public List<string> Accepted { get; } = [];
        }
    }
}
