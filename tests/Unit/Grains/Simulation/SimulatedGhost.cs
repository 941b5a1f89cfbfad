using Prcl.Contracts.Prototypes;
using Prcl.Contracts.Runs;
using Prcl.Grains.Models;
using Prcl.Grains.Prototypes;
using Prcl.Learning.Prototypes;

namespace Prcl.Unit.Grains.Simulation;

/// <summary>
/// A trainer of the run that had the name before and was deleted, under the key that one of the living has: it goes on as if nothing had happened, and
/// whatever it says must count for nothing. Its evidence stands in a dimension that no living trainer has.
/// </summary>
internal sealed class SimulatedGhost(World world)
{
    private readonly Life _life = new(world.Scheduler, "ghost");
    private readonly string _key = SimulatedTrainer.KeyOf(0);

    /// <summary>Whether it has given up.</summary>
    public bool HasEnded { get; private set; }

    public void Start() => _life.Start(async () =>
    {
        while (!world.IsEnding)
        {
            for (var wait = 1 + world.Random.Next(4); wait > 0; wait--)
            {
                await world.Sleep(_life);
            }

            try
            {
                await Haunt(1 + world.Random.Next(3));
            }
            catch (Exception failure) when (SimulatedTrainer.Passes(failure))
            {
                // Nobody has heard it.
            }
        }

        HasEnded = true;
    });

    private async Task Haunt(long incarnation)
    {
        switch (world.Random.Next(5))
        {
            case 0:
                var weights = ModelStore.Weights(World.RunKey, 0, incarnation);
                var report = new RoundReport(_key, incarnation, 0, world.Oracle.History.Count, weights, 1, 4, new() { [0] = [0] });
                Require((await world.Call<RunActivation, RoundAssignment>(_life, World.RunKey, run => run.Protocol.HandIn(report, _ => Task.CompletedTask))).Fenced, "hands in");
                break;
            case 1:
                Require((await world.Call<RunActivation, RoundAssignment>(_life, World.RunKey, run => run.Protocol.Renew(_key, incarnation))).Fenced, "is a member");
                break;
            case 2:
                var sums = new PrototypeSums([1, 1, 1, 1], [0, 0, 0, 1000], [2, 2, 2, 2], 5, 0);
                var message = new SumsMessage(_key, incarnation, 0, world.Oracle.History.Count, 1, sums.ToMessage());
                Require((await world.Call<PrototypeActivation, PulledPrototype>(_life, World.ClassKey(0), prototype => prototype.Ledger.Exchange(message))).Refusal is not null, "sends sums");
                break;
            case 3:
                Require((await world.Call<StreamActivation, int>(_life, World.StreamKey(0), stream => Task.FromResult(stream.Partition.Lease(_key, incarnation, 3).Length))) == 0, "leases");
                break;
            default:
                await world.Call<StreamActivation, int>(_life, World.StreamKey(0), stream => stream.Partition.Fail(_key, incarnation, world.Random.Next(4), SimulatedTrainer.Drawn, world.Random.Next(100)));
                break;
        }
    }

    private void Require(bool holds, string what) => world.Oracle.Require(holds, $"a trainer of the run that was deleted {what}");
}
