using Prcl.Contracts;
using Prcl.Grains.Runs;

namespace Prcl.Unit.Grains.Simulation;

/// <summary>A person who rolls training back to kept versions and moves an alias, at any moment, and asks again until there is an answer.</summary>
internal sealed class SimulatedOperator(World world, int number)
{
    private readonly Life _life = new(world.Scheduler, $"operator-{number}");

    /// <summary>Whether everything has been answered.</summary>
    public bool HasEnded { get; private set; }

    public void Start() => _life.Start(async () =>
    {
        for (var wishes = world.Random.Next(3); wishes > 0 && !world.IsEnding; wishes--)
        {
            for (var wait = world.Random.Next(9); wait > 0; wait--)
            {
                await world.Sleep(_life);
            }

            try
            {
                await Wish();
            }
            catch (Exception failure)
            {
                world.Oracle.Require(false, $"{_life.Name} met {failure}");
            }
        }

        HasEnded = true;
    });

    private async Task Wish()
    {
        var (epoch, kept) = await Patiently(run => Task.FromResult((run.Rounds.Epoch, run.Versions.Kept)));
        var version = kept[world.Random.Next(kept.Count)].Version;
        try
        {
            switch (world.Random.Next(6))
            {
                case 0:
                    await Patiently(run => Answered(run.RemoveAlias($"alias-{number}")));
                    break;
                case 1:
                    await Patiently(run => Answered(run.MoveAlias($"alias-{number}", version)));
                    break;
                default:
                    world.Trace($"{_life.Name} wants epoch {epoch} rolled back to version {version}");
                    world.Oracle.RolledBack(await Patiently(run => run.RollBack(version, epoch)), version, epoch);
                    break;
            }
        }
        catch (PrclRequestException refusal)
        {
            world.Oracle.Refused(refusal.Message, version, epoch);
        }
    }

    private static async Task<bool> Answered(Task call)
    {
        await call;
        return true;
    }

    private async Task<T> Patiently<T>(Func<RunProtocol, Task<T>> call)
    {
        while (true)
        {
            try
            {
                return await world.Call<RunActivation, T>(_life, World.RunKey, run => call(run.Protocol));
            }
            catch (Exception failure) when (SimulatedTrainer.Passes(failure))
            {
                await world.Sleep(_life);
            }
        }
    }
}
