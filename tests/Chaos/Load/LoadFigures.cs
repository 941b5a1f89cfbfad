namespace Prcl.Chaos.Load;

/// <summary>What one turn came to.</summary>
/// <param name="PushesPerSecond">Images that were acknowledged a second.</param>
/// <param name="PushMedian">Milliseconds from a push to its answer, median.</param>
/// <param name="PushP99">The same, 99 of 100.</param>
/// <param name="Predictions">Predictions answered.</param>
/// <param name="PredictionMedian">Milliseconds of a prediction, median.</param>
/// <param name="PredictionP99">The same, 99 of 100.</param>
/// <param name="Rounds">Rounds committed meanwhile.</param>
/// <param name="Megabytes">Memory of the silo at the end.</param>
/// <param name="Processors">Processors that the silo used.</param>
internal sealed record LoadFigures(
    double PushesPerSecond, double PushMedian, double PushP99, int Predictions, double PredictionMedian, double PredictionP99, long Rounds, double Megabytes, double Processors);
