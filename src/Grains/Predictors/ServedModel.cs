using Prcl.Grains.Runs;
using Prcl.Learning.Checkpoints;
using Prcl.Learning.Evaluation;
using Prcl.Learning.Networks;
using Prcl.Learning.Prototypes;
using Prcl.Learning.Randomness;
using Prcl.Learning.Training;
using Prcl.Learning.Uncertainty;
using TorchSharp;

namespace Prcl.Grains.Predictors;

/// <summary>A version's teacher and probability head, ready to segment. Belongs to the inference thread.</summary>
public sealed class ServedModel : IDisposable
{
    private readonly SegmentationNetwork _teacher;
    private readonly ProbabilityHead _head;
    private readonly DoubtMaps _doubts;

    /// <summary>Builds the networks from a checkpoint.</summary>
    /// <param name="run">Settings and classes.</param>
    /// <param name="state">The checkpoint.</param>
    /// <param name="device">Where they compute.</param>
    /// <exception cref="CheckpointException">A tensor is missing or of another shape.</exception>
    public ServedModel(RunRecord run, NamedTensors state, torch.Device device)
    {
        var options = run.Settings.Network(run.Classes.Count);
        var key = RandomKey.FromSeed(0);
        _teacher = new SegmentationNetwork(options, key);
        _head = new ProbabilityHead(options, key);
        state.RestoreInto("teacher", _teacher);
        state.RestoreInto("probability_head", _head);
        _teacher.to(device).eval();
        _head.to(device).eval();
        PrototypeSums?[] prototypes = [.. Enumerable.Range(0, run.Classes.Count).Select(k => LearnerState.Sums(state, "prototypes", k))];
        var normalisation = LearnerState.Normalisation(state);
        _doubts = new DoubtMaps(prototypes, device);
        Segmenter = new Segmenter(run.Settings, _teacher, _head, normalisation) { Doubts = _doubts };
        Scorer = new ClassScorer(run.Settings, _teacher, _head, normalisation, prototypes);
    }

    /// <summary>Segments with the model.</summary>
    public Segmenter Segmenter { get; }

    /// <summary>Compares with the version's prototypes.</summary>
    public ClassScorer Scorer { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _doubts.Dispose();
        _head.Dispose();
        _teacher.Dispose();
    }
}
