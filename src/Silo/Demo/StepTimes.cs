namespace Prcl.Silo.Demo;

/// <summary>How fast this machine is with a run's settings.</summary>
/// <param name="SecondsPerStep">Median seconds of a training step.</param>
/// <param name="SecondsPerEvaluation">Median seconds of measuring one evaluation image.</param>
/// <param name="StepsTimed">Steps that were timed, after those that warmed up.</param>
internal sealed record StepTimes(double SecondsPerStep, double SecondsPerEvaluation, int StepsTimed);
