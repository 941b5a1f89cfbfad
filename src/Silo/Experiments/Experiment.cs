using Prcl.Contracts.Versions;
using Prcl.Silo.Experiments.Arms;
using Prcl.Silo.Experiments.Results;
using Prcl.Silo.Experiments.Trials;
using Prcl.Silo.Hosting;

namespace Prcl.Silo.Experiments;

/// <summary>Runs every arm with every seed that isn't in the results yet, several side by side.</summary>
/// <param name="request">What was asked for.</param>
/// <param name="parallel">Trials at a time.</param>
/// <param name="progress">Is told what happens.</param>
internal sealed class Experiment(ExperimentRequest request, int parallel, ExperimentProgress progress)
{
    /// <summary>Runs to the end; a trial that fails doesn't stop the others.</summary>
    /// <param name="runTrial">Runs one trial: command line, who is told the steps, cancellation.</param>
    /// <param name="cancellationToken">Ends the trials under way; what is in the results stays.</param>
    /// <returns>How many trials failed.</returns>
    /// <exception cref="HostException">An arm and seed stands in the results with other settings.</exception>
    /// <exception cref="Prcl.Learning.Settings.SettingsException">A setting is unknown or breaks its rule.</exception>
    public async Task<int> Run(
        Func<IReadOnlyList<string>, Action<long>, CancellationToken, Task<IReadOnlyList<ResultRow>>> runTrial,
        CancellationToken cancellationToken)
    {
        var table = ResultTable.Open(request.Out);
        var trials = Missing(table);
        progress.Begin(trials);
        var (failed, writing) = (0, new Lock());
        var options = new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(trials, options, async (trial, stop) =>
        {
            try
            {
                progress.Start(trial);
                var rows = await runTrial(request.CommandLine(trial.Text, trial.Plan.Settings.Seed), steps => progress.Step(trial, steps), stop);
                foreach (var row in rows)
                {
                    row.Set("commit", ProgramVersion.Commit);
                    row.Set("settings", trial.Plan.Hash);
                }

                lock (writing)
                {
                    table.Add(rows);
                }

                progress.End(trial, rows);
            }
            catch (HostException failure)
            {
                Interlocked.Increment(ref failed);
                progress.Fail(trial, failure.Message);
            }
        });
        return failed;
    }

    // Seeds outside, so that the first one of all arms can be compared as early as possible.
    private List<PlannedTrial> Missing(ResultTable table)
    {
        var arms = request.Arms.Zip(ArmSpec.ParseAll(request.Arms)).ToArray();
        var trials = new List<PlannedTrial>();
        foreach (var seed in request.Seeds)
        {
            foreach (var (text, arm) in arms)
            {
                var plan = request.Plan(arm, seed);
                var there = table.Rows.FirstOrDefault(r => r.Key.Arm == arm.Name && r.Key.Seed == seed);
                if (there is null)
                {
                    trials.Add(new PlannedTrial(text, plan));
                }
                else if (there.Text("settings") != plan.Hash)
                {
                    throw new HostException(
                        $"{Path.Combine(request.Out, ResultTable.FileName)}: arm {arm.Name} with seed {seed} stands there with other settings, images or protocol "
                        + $"({there.Text("settings")}, now {plan.Hash}); name another --out, another arm, or take its rows out.");
                }
            }
        }

        return trials;
    }
}
