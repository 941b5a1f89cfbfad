using Prcl.Learning.Batches;
using Prcl.Learning.Threads;
using Prcl.Learning.Training;
using Prcl.Silo.Experiments.Arms;
using Prcl.Silo.Experiments.Frames;
using Prcl.Silo.Experiments.Results;
using static TorchSharp.torch;

namespace Prcl.Silo.Experiments.Trials;

/// <summary>Trains one arm with one seed by the product's own step, planner and loader, and measures it at the end of each phase.</summary>
/// <param name="plan">What is tried.</param>
/// <param name="frames">The images.</param>
/// <param name="device">Where tensors live.</param>
/// <param name="evaluation">What is measured when.</param>
/// <param name="time">Tells how long it takes.</param>
internal sealed class Trial(TrialPlan plan, FrameSet frames, Device device, EvaluationOptions evaluation, TimeProvider time)
{
    private const int StepsBetweenTellings = 5;

    /// <summary>Runs to the end.</summary>
    /// <param name="tell">Is told now and then how many steps have been made.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    /// <returns>The rows of all phases, and pictures of the last one.</returns>
    /// <exception cref="TrainingDivergedException">Three steps in a row were skipped.</exception>
    public TrialOutcome Run(Action<long> tell, CancellationToken cancellationToken)
    {
        TensorThreads.Use(plan.Settings.Threads);
        using var learner = new Learner(plan.Settings, frames.Classes.Count, device);
        var loop = Loop(learner);
        var evaluator = new Evaluator(plan, frames, learner, loop.Prototypes, evaluation);
        var (rows, means, training) = (new List<ResultRow>(), new PhaseMeans(), TimeSpan.Zero);
        var before = loop.Prototypes.Now();
        var lateStep = plan.Arm.Late == LateChoice.None ? 0 : plan.Protocol.LateLabels!.Step(plan.Phases.Steps);
        for (var phase = 0; phase < plan.Phases.Count; phase++)
        {
            var begin = time.GetTimestamp();
            var ends = plan.Arm.Feed == ArmFeed.Frozen ? plan.Phases.End(0) : plan.Phases.End(phase);
            if (lateStep > learner.Steps && lateStep < ends)
            {
                Train(lateStep);
                loop.Label(LateFrames.Choose(frames, plan, loop.Doubts));
            }

            Train(ends);
            training += time.GetElapsedTime(begin);
            var isLast = phase == plan.Phases.Count - 1;
            if (!isLast && !evaluation.EveryPhase)
            {
                continue;
            }

            begin = time.GetTimestamp();
            var measured = evaluator.Measure(phase, isLast, cancellationToken);
            foreach (var row in measured)
            {
                row["images_seen"] = loop.Drawn;
                means.WriteTo(row);
                row["seconds"] = training.TotalSeconds;
                row["seconds_per_step"] = training.TotalSeconds / learner.Steps;
                row["evaluation_seconds"] = time.GetElapsedTime(begin).TotalSeconds;
            }

            rows.AddRange(measured);
            means = new PhaseMeans();
        }

        return new TrialOutcome(rows, evaluator.Pictures);

        void Train(long until)
        {
            foreach (var step in loop.Run(until - learner.Steps, cancellationToken))
            {
                var after = loop.Prototypes.Now();
                means.Add(step, before, after);
                before = after;
                if (learner.Steps % StepsBetweenTellings == 0)
                {
                    tell(learner.Steps);
                }
            }
        }
    }

    private BareLoop<Frame> Loop(Learner learner)
    {
        var (protocol, settings) = (plan.Protocol, plan.Settings);
        var everything = frames.Domains.SelectMany(d => d.Streamed);
        var labelled = plan.Arm.Feed == ArmFeed.Oracle ? [.. everything.Where(f => f.LoadLabel is not null)] : frames.Labelled(protocol, settings.Seed);
        var withLabel = labelled.ToHashSet();
        Frame[][] streams = [.. frames.Domains.Select(d => d.Streamed.Where(f => !withLabel.Contains(f)).ToArray())];
        int[] arrived = [.. Enumerable.Range(1, streams.Length).Select(domains => streams.Take(domains).Sum(s => s.Length))];
        var loader = new BatchLoader<Frame>(settings, frames.Classes.Ignore, f => (f.Load(), f.LoadLabel!()), f => f.Load());
        return new BareLoop<Frame>(
            learner,
            loader,
            labelled,
            [.. streams.SelectMany(s => s)],
            offline: protocol.Offline || plan.Arm.Feed is ArmFeed.Joint,
            step => arrived[plan.Phases.At(step)]);
    }
}
