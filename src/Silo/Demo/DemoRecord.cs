using Prcl.Contracts.Evaluation;
using Prcl.Contracts.Prototypes;
using Prcl.Contracts.Runs;
using Prcl.Contracts.Trainers;
using Prcl.Silo.Reports;

namespace Prcl.Silo.Demo;

/// <summary>What a demo has seen so far; whatever ends it, the report is made of this.</summary>
internal sealed class DemoRecord
{
    /// <summary>Steps of the schedule.</summary>
    public long TotalSteps { get; init; }

    /// <summary>The demo's length.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The run's newest status; null before the first.</summary>
    public RunStatus? Status { get; set; }

    /// <summary>When the first step began; null before it.</summary>
    public DateTimeOffset? FirstStep { get; set; }

    /// <summary>When the run was created.</summary>
    public DateTimeOffset Created { get; set; }

    /// <summary>From the first step to the end of training.</summary>
    public TimeSpan Trained { get; set; }

    /// <summary>Why training ended.</summary>
    public string Ending { get; set; } = "";

    /// <summary>Whether training ended as planned: the schedule is done or the time is up.</summary>
    public bool EndedAsPlanned { get; set; }

    /// <summary>The first thing after the beginning of training that failed; null when nothing did.</summary>
    public string? Failure { get; set; }

    /// <summary>Streamed frames that have been pushed.</summary>
    public int Pushed { get; set; }

    /// <summary>Arrivals of domains.</summary>
    public List<DomainArrival> Arrivals { get; } = [];

    /// <summary>Every step's losses.</summary>
    public List<StepLosses> Losses { get; } = [];

    /// <summary>Background evaluations.</summary>
    public EvaluationResult[] History { get; set; } = [];

    /// <summary>Evaluations of the last version on every evaluation frame.</summary>
    public List<EvaluationResult> Final { get; } = [];

    /// <summary>Evaluations of the baseline, the frozen model, on the same frames.</summary>
    public List<EvaluationResult> Frozen { get; } = [];

    /// <summary>The folders that were looked at only at the end.</summary>
    public List<EvaluationResult> Extra { get; } = [];

    /// <summary>The prototypes' newest views, by class.</summary>
    public PrototypeView[] Prototypes { get; set; } = [];

    /// <summary>Virtual negatives, by class; [count] vectors of length D.</summary>
    public double[][][] VirtualNegatives { get; set; } = [];

    /// <summary>Predicted evaluation frames.</summary>
    public List<PredictedFrame> Frames { get; } = [];

    /// <summary>Predicted evaluation frames with the largest mean uncertainty, most in doubt first.</summary>
    public List<PredictedFrame> Doubts { get; } = [];

    /// <summary>What went wrong or was left out, a line each.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>Steps made.</summary>
    public long Steps => Losses.Count > 0 ? Losses[^1].Step : 0;

    /// <summary>Seconds since the first step of a moment told in seconds since the run's creation.</summary>
    public double SinceFirstStep(double secondsSinceCreation) =>
        FirstStep is { } first ? Math.Max(0, secondsSinceCreation - (first - Created).TotalSeconds) : 0;
}
