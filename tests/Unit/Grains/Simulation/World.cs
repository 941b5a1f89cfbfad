using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using Prcl.Contracts.Runs;
using Prcl.Grains.Blobs;
using Prcl.Grains.Models;
using Prcl.Grains.Runs;
using Prcl.Learning.Settings;
using Prcl.Unit.Grains.Blobs;

namespace Prcl.Unit.Grains.Simulation;

/// <summary>One seeded schedule's cluster: a disk, a clock, a network, and whoever lives now.</summary>
internal sealed class World
{
    public const string RunKey = "run";
    public const int Classes = 2;
    public const int Width = 4;

    /// <summary>So few that older ranges are joined within a schedule.</summary>
    public const int KeptRanges = 1;
    private static readonly RunRecord[] Runs = [.. Enumerable.Range(0, 16).Select(Define)];

    private readonly Dictionary<string, List<Activation>> _active = new(StringComparer.Ordinal);
    private readonly List<(Life Life, TaskCompletionSource Wake)> _sleepers = [];
    private readonly List<Life> _stopped = [];
    private readonly List<string>? _trace;
    private readonly List<Life> _activations = [];
    private int _landings;

    public World(int seed, List<string>? trace = null)
    {
        (Random, _trace) = (new Random(seed), trace);
        Scheduler = new SimulatedScheduler(Random);
        Network = new Life(Scheduler, "network");
        Run = Runs[Random.Next(Runs.Length)];
        Faults = new Faults(Random);
        Oracle = new Oracle(this);
        _ = Disk.Write(ModelStore.InitialModel(Run.Id), new byte[] { 1 }, BlobCondition.Any).Result;
    }

    public static string ClassKey(int classId) => $"run/class/{classId}";

    public static string StreamKey(int partition) => $"run/stream/{partition}";

    public Random Random { get; }

    public RunRecord Run { get; }

    public MemoryBlobStore Disk { get; } = new();

    public FakeTimeProvider Time { get; } = new();

    public SimulatedScheduler Scheduler { get; }

    public Faults Faults { get; }

    public Oracle Oracle { get; }

    /// <summary>Carries messages and late requests; it never dies.</summary>
    public Life Network { get; }

    /// <summary>Everybody finishes what is open and ends.</summary>
    public bool IsEnding { get; set; }

    public IEnumerable<Activation> Active => _active.Values.SelectMany(a => a);

    /// <summary>Whether no message and no write is on its way.</summary>
    public bool IsQuiet => Scheduler.IsIdle && _landings == 0;

    /// <summary>The life of a new activation.</summary>
    public Life NewLife(string key)
    {
        var life = new Life(Scheduler, $"{key}#{_activations.Count + 1}");
        _activations.Add(life);
        return life;
    }

    /// <summary>As unique as any, and the same whenever the seed is.</summary>
    public Guid NextGuid()
    {
        var bytes = new byte[16];
        Random.NextBytes(bytes);
        return new Guid(bytes);
    }

    public void Trace(string what) => _trace?.Add(string.Create(CultureInfo.InvariantCulture, $"{Scheduler.Picks,6} {what}"));

    /// <summary>Puts the clock forward and wakes who waits for that.</summary>
    public void Advance(TimeSpan time)
    {
        Time.Advance(time);
        foreach (var (life, wake) in _sleepers)
        {
            Scheduler.Add(life, wake.SetResult);
        }

        _sleepers.Clear();
    }

    /// <summary>Waits for the clock.</summary>
    public Task Sleep(Life life)
    {
        var wake = new TaskCompletionSource();
        _sleepers.Add((life, wake));
        return wake.Task;
    }

    /// <summary>Stops a life until it, or everybody, is continued.</summary>
    public void Stop(Life life)
    {
        life.IsPaused = true;
        _stopped.Add(life);
    }

    /// <summary>Continues everybody, those too whom others have taken over from.</summary>
    public void ContinueAll()
    {
        _stopped.ForEach(life => life.IsPaused = false);
        _stopped.Clear();
    }

    /// <summary>Kills every activation, those too that others have taken over from.</summary>
    public void KillAll() => _activations.ForEach(life => life.Die());

    /// <summary>Does something at a later moment, whoever lives then.</summary>
    public void Land(Func<Task> change)
    {
        _landings++;
        Network.Start(async () =>
        {
            for (var wait = Random.Next(6); wait > 0; wait--)
            {
                await Sleep(Network);
            }

            await change();
            _landings--;
        });
    }

    public void Leave(Activation activation)
    {
        if (_active[activation.Key].Remove(activation))
        {
            Trace($"{activation.Life.Name} leaves");
        }
    }

    /// <summary>Calls a grain over the network.</summary>
    public Task<T> Call<TActivation, T>(Life caller, string key, Func<TActivation, Task<T>> call)
        where TActivation : Activation
    {
        var reply = new TaskCompletionSource<T>();
        var fault = Faults.Messages();
        if (fault is MessageFault.LosesRequest or MessageFault.ArrivesLate)
        {
            Answer(caller, () => reply.TrySetException(new TimeoutException("as drawn")));
        }

        if (fault != MessageFault.LosesRequest)
        {
            Scheduler.Add(Network, Deliver);
        }

        if (fault == MessageFault.Repeats)
        {
            Land(() =>
            {
                Deliver();
                return Task.CompletedTask;
            });
        }

        return reply.Task;

        void Deliver() => Arrive(caller, (TActivation)Route(key), call, reply, fault == MessageFault.LosesReply);
    }

    /// <summary>Every prototype and stream folds the rounds below one, as the run's survey asks them.</summary>
    public Task CatchUp(Life caller, long round) => Task.WhenAll(
        Enumerable.Range(0, Classes).Select(k => Call<PrototypeActivation, bool>(caller, ClassKey(k), async a =>
        {
            await a.Ledger.CatchUp(round);
            return true;
        })).Concat(Enumerable.Range(0, Run.Settings.Partitions).Select(p => Call<StreamActivation, bool>(caller, StreamKey(p), async a =>
        {
            await a.Partition.CatchUp(round);
            return true;
        }))));

    /// <summary>The run's timer: it ticks in every activation, the overtaken ones too, but not in one that is stopped.</summary>
    public void Tick()
    {
        foreach (var run in _active.GetValueOrDefault(RunKey, []).Cast<RunActivation>().Where(a => !a.Life.IsPaused).ToArray())
        {
            run.Life.Start(async () =>
            {
                try
                {
                    await run.Run(async () =>
                    {
                        await run.Protocol.CatchUp();
                        return true;
                    });
                }
                catch (Exception failure) when (SimulatedTrainer.Passes(failure))
                {
                    // A timer's failure is logged.
                }
            });
        }
    }

    private void Arrive<TActivation, T>(Life caller, TActivation target, Func<TActivation, Task<T>> call, TaskCompletionSource<T> reply, bool isReplyLost)
        where TActivation : Activation
    {
        if (target.Life.IsPaused)
        {
            Answer(caller, () => reply.TrySetException(new TimeoutException($"{target.Life.Name} doesn't answer")));
        }

        target.Life.OnDeath(() => Answer(caller, () => reply.TrySetException(new TimeoutException($"{target.Life.Name} has died"))));
        target.Life.Start(async () =>
        {
            try
            {
                var result = await target.Run(() => call(target));
                Answer(caller, () => _ = isReplyLost ? reply.TrySetException(new TimeoutException("as drawn")) : reply.TrySetResult(result));
            }
            catch (Exception failure)
            {
                Answer(caller, () => reply.TrySetException(failure));
            }
        });
    }

    private void Answer(Life caller, Action answer) => Scheduler.Add(caller, answer);

    private Activation Route(string key)
    {
        var active = _active.TryGetValue(key, out var known) ? known : _active[key] = [];
        if (active.Count == 0 || (active.Count < 2 && (active[0].Life.IsPaused || Faults.Splits())))
        {
            var started = Activate(key);
            Trace($"{started.Life.Name} starts{(active.Count > 0 ? " beside another" : "")}");
            active.Add(started);
            started.Begin();
        }

        return active[Random.Next(3) == 0 ? Random.Next(active.Count) : active.Count - 1];
    }

    private Activation Activate(string key) => key.Split('/') switch
    {
        [_, "class", var k] => new PrototypeActivation(this, int.Parse(k, CultureInfo.InvariantCulture)),
        [_, "stream", var p] => new StreamActivation(this, int.Parse(p, CultureInfo.InvariantCulture)),
        _ => new RunActivation(this),
    };

    private static RunRecord Define(int variant) => new(new RunDescription(
        RunKey,
        """{"ignore": 255, "classes": [{"name": "a", "color": [1, 2, 3]}, {"name": "b", "color": [4, 5, 6]}]}""",
        SettingCatalogue.Write(SettingCatalogue.Read(
            new Dictionary<string, string>
            {
                ["representation-width"] = $"{Width}",
                ["partitions"] = $"{1 + variant % 2}",
                ["keep-versions"] = $"{1 + variant / 2 % 2}",
                ["half-life"] = variant / 4 % 2 == 0 ? "0" : "50",
                ["unsupervised-begin"] = $"{3 * (variant % 3)}",
                ["lease-seconds"] = "30",
                ["round-deadline-seconds"] = "20",
            },
            "model")),
        DateTime.UnixEpoch,
        0,
        Generation: variant / 8));
}
