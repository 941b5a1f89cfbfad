using Prcl.Grains.Runs;
using Prcl.Learning.Checkpoints;
using Prcl.Learning.Evaluation;
using Prcl.Learning.Networks;
using Prcl.Learning.Randomness;
using Prcl.Learning.Training;

namespace Prcl.Grains.Predictors;

/// <summary>A version's teacher and probability head, ready to segment. Belongs to the inference thread.</summary>
public sealed class ServedModel : IDisposable
{
    private readonly SegmentationNetwork _teacher;
    private readonly ProbabilityHead _head;

    /// <summary>Builds the networks from a checkpoint.</summary>
    /// <exception cref="CheckpointException">A tensor is missing or of another shape.</exception>
    public ServedModel(RunRecord run, NamedTensors state)
    {
        var options = run.Settings.Network(run.Classes.Count);
        var key = RandomKey.FromSeed(0);
        _teacher = new SegmentationNetwork(options, key);
        _head = new ProbabilityHead(options, key);
        state.RestoreInto("teacher", _teacher);
        state.RestoreInto("probability_head", _head);
        _teacher.eval();
        _head.eval();
        Segmenter = new Segmenter(run.Settings, _teacher, _head, LearnerState.Normalisation(state));
    }

    /// <summary>Segments with the model.</summary>
    public Segmenter Segmenter { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _head.Dispose();
        _teacher.Dispose();
    }
}
