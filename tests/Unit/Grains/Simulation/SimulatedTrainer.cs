using Prcl.Contracts;
using Prcl.Contracts.Prototypes;
using Prcl.Contracts.Runs;
using Prcl.Grains.Models;
using Prcl.Grains.Prototypes;
using Prcl.Grains.Runs;
using Prcl.Grains.Trainers;
using Prcl.Learning.Prototypes;

namespace Prcl.Unit.Grains.Simulation;

/// <summary>
/// A trainer without a network to train: it joins, leases, sends cumulative sums, writes reports and hands them in as the real
/// loop does, with the real lease book. Its evidence stands in a dimension of its own, so that a prototype tells whose is in it.
/// </summary>
internal sealed class SimulatedTrainer(World world, int number)
{
    public const int Count = 3;

    /// <summary>Why a trainer fails by the schedule.</summary>
    public const string Drawn = "as drawn";

    private readonly string _key = KeyOf(number);
    private Life _life = null!;
    private SimulatedVersions _versions = null!;

    /// <summary>Whether it has finished its round and left, since the schedule ends.</summary>
    public bool HasEnded { get; private set; }

    public Life Life => _life;

    public static string KeyOf(int number) => PrclNames.TrainerKey(World.RunKey, $"silo-{number}", "cpu");

    /// <summary>Failures that trainers and clients wait out.</summary>
    public static bool Passes(Exception failure) => Transient.Is(failure);

    /// <summary>Starts a new process; when it dies the next one starts after a while.</summary>
    public void Start()
    {
        _life = new Life(world.Scheduler, $"trainer-{number}");
        _versions = new SimulatedVersions(world, new SimulatedStorage(world, _life));
        _life.OnDeath(() => world.Network.Start(async () =>
        {
            await world.Sleep(world.Network);
            Start();
        }));
        _life.Start(async () =>
        {
            try
            {
                while (!world.IsEnding)
                {
                    await RunIncarnation();
                }

                HasEnded = true;
            }
            catch (Exception failure)
            {
                world.Oracle.Require(false, $"{_key} met {failure}");
            }
        });
    }

    private async Task RunIncarnation()
    {
        var joined = await Patiently(() => Run(run => run.Join(_key)));
        var leases = new StreamLeases(new Streams(world, _life).Factory, World.RunKey, world.Run.Settings.Partitions, _key, joined.Incarnation);
        var round = joined;
        while (!round.Fenced && !world.IsEnding)
        {
            round = (await MakeRound(round, leases)) with { Incarnation = joined.Incarnation };
        }

        if (!round.Fenced)
        {
            await Patiently(async () =>
            {
                await leases.ReturnAll();
                return true;
            });
            await Patiently(() => Run(async run =>
            {
                await run.Leave(_key, joined.Incarnation, "the schedule ends");
                return true;
            }));
        }
    }

    private async Task<RoundAssignment> MakeRound(RoundAssignment round, StreamLeases leases)
    {
        world.Oracle.CheckAssignment(round);
        if (await Load(round) is not { } version)
        {
            // Retired meanwhile: the run has gone on.
            var newest = await Patiently(() => Run(run => run.Renew(_key, round.Incarnation)));
            if (!newest.Fenced && newest.Round <= round.Round)
            {
                newest = await Patiently(() => Run(run => run.Join(_key))) with { Fenced = true };
                world.Oracle.Require(newest.ModelBlob != round.ModelBlob, $"{_key} is told to begin with {round.ModelBlob}, which isn't there");
            }

            return newest;
        }

        for (var k = 0; k < World.Classes; k++)
        {
            var classId = k;
            await Patiently(() => Exchange(round, classId, 0, null));
        }

        var (own, trained) = (new PrototypeSums?[World.Classes], new List<FeedImage>());
        var steps = 1 + world.Random.Next(2);
        for (var step = 1; step <= steps; step++)
        {
            foreach (var image in await Patiently(() => leases.Take(world.Random.Next(3))))
            {
                if (world.Random.Next(10) > 0)
                {
                    trained.Add(image);
                    continue;
                }

                var attempt = leases.NewAttempt();
                await Patiently(() => Answered(leases.Fail(image, attempt, Drawn)));
            }

            var k = world.Random.Next(World.Classes);
            own[k] = PrototypeSums.Merge(own[k], Evidence(round.Clock), world.Run.Settings.Prototypes.HalfLife);
            for (var classId = 0; classId < own.Length; classId++)
            {
                Tell(round, classId, step, own[classId]);
            }

            if (world.Random.Next(3) == 0 && (await Patiently(() => Renew(round, leases))).Fenced)
            {
                return round with { Fenced = true };
            }

            if (world.Random.Next(30) == 0)
            {
                await Patiently(() => Run(run => run.Fail(_key, round.Incarnation, Drawn)));
                return round with { Fenced = true };
            }
        }

        return await HandIn(round, leases, version, own, trained, steps);
    }

    // The prototypes of the version that the round begins with; null when its checkpoint isn't there any more.
    private async Task<PrototypeSums?[]?> Load(RoundAssignment round)
    {
        try
        {
            return await Patiently(() => _versions.Read(round.ModelBlob));
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private async Task<RoundAssignment> HandIn(
        RoundAssignment round, StreamLeases leases, PrototypeSums?[] version, PrototypeSums?[] own, List<FeedImage> trained, int steps)
    {
        string weights = ModelStore.Weights(world.Run.Id, round.Round, round.Incarnation), sums = ModelStore.Sums(world.Run.Id, round.Round, round.Incarnation);
        var after = version.Zip(own, (v, o) => PrototypeSums.Merge(v, o, world.Run.Settings.Prototypes.HalfLife)).ToArray();
        await Patiently(() => Answered(_versions.Write(sums, own)));
        await Patiently(() => Answered(_versions.Write(weights, after)));
        var images = trained.GroupBy(i => i.Partition).ToDictionary(g => g.Key, g => g.Select(i => i.Info.Sequence).ToArray());
        var report = new RoundReport(_key, round.Incarnation, round.Epoch, round.Round, weights, steps, 4 * steps, images, Doubts: Doubts());
        while (true)
        {
            var next = await Patiently(() => Run(run => run.HandIn(report, _ => Task.CompletedTask)));
            if (next.Fenced || next.Round > round.Round)
            {
                leases.HandIn(trained.Select(i => (i.Partition, i.Info.Sequence)));
                return next;
            }

            await world.Sleep(_life);
            if ((await Patiently(() => Renew(round, leases))).Fenced)
            {
                return round with { Fenced = true };
            }
        }
    }

    // Of any images: several trainers see the same ones again, and some never were.
    private ReportedDoubts[] Doubts() =>
    [
        .. Enumerable.Range(0, world.Run.Settings.Partitions).Select(p =>
        {
            var from = world.Random.Next(20);
            var count = world.Random.Next(1, 4);
            return new ReportedDoubts(p, [from, from + count - 1], [.. Enumerable.Range(0, count).Select(_ => (byte)world.Random.Next(256))], [.. Enumerable.Range(0, count).Select(_ => world.Random.Next(3))]);
        }),
    ];

    private async Task<RoundAssignment> Renew(RoundAssignment round, StreamLeases leases)
    {
        await leases.Renew();
        return await Run(run => run.Renew(_key, round.Incarnation));
    }

    // In the background, whatever becomes of it: the sums are cumulative.
    private void Tell(RoundAssignment round, int classId, int step, PrototypeSums? sums) => _life.Start(async () =>
    {
        try
        {
            await Exchange(round, classId, step, sums);
        }
        catch (Exception failure) when (Passes(failure))
        {
        }
    });

    private async Task<PulledPrototype> Exchange(RoundAssignment round, int classId, int step, PrototypeSums? sums)
    {
        if (sums is not null)
        {
            world.Oracle.Sent(_key, number, classId, round.Round, sums);
        }

        var message = new SumsMessage(_key, round.Incarnation, round.Epoch, round.Round, step, sums?.ToMessage());
        var pulled = await world.Call<PrototypeActivation, PulledPrototype>(_life, World.ClassKey(classId), prototype => prototype.Ledger.Exchange(message));
        world.Oracle.CheckPulled(classId, number, round.Incarnation, pulled);
        return pulled;
    }

    private PrototypeSums Evidence(long clock)
    {
        var information = new double[World.Width];
        information[number] = 1 + world.Random.Next(1000);
        return new PrototypeSums([1, 1, 1, 1], information, [2, 2, 2, 2], 1 + world.Random.Next(9), clock);
    }

    private Task<T> Run<T>(Func<RunProtocol, Task<T>> call) => world.Call<RunActivation, T>(_life, World.RunKey, run => call(run.Protocol));

    private static async Task<bool> Answered(Task call)
    {
        await call;
        return true;
    }

    private async Task<T> Patiently<T>(Func<Task<T>> work)
    {
        while (true)
        {
            try
            {
                return await work();
            }
            catch (Exception failure) when (Passes(failure))
            {
                await world.Sleep(_life);
            }
        }
    }
}
