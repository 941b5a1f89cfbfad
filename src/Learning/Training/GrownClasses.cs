using Prcl.Learning.Checkpoints;
using TorchSharp;

namespace Prcl.Learning.Training;

/// <summary>Checkpoints of networks with fewer classes: what the classifiers lack are the rows of the new classes, after all others.</summary>
internal static class GrownClasses
{
    private const string Classifier = ".classifier.";

    /// <summary>The checkpoint with the rows of a fresh learner for the classes that it lacks; nothing else is changed, and momentum and memory banks aren't in it.</summary>
    /// <param name="from">The checkpoint.</param>
    /// <param name="fresh">A learner with more classes.</param>
    public static NamedTensors Of(NamedTensors from, Learner fresh)
    {
        using var scope = torch.NewDisposeScope();
        using var gradientOff = torch.no_grad();
        using var wanted = LearnerState.Capture(fresh);
        var grown = new NamedTensors();
        foreach (var name in from.Names.Where(IsNetwork))
        {
            var own = from[name];
            var whole = name.Contains(Classifier, StringComparison.Ordinal) && wanted.Contains(name) ? wanted[name] : own;
            var isGrown = own.dim() > 0 && own.dim() == whole.dim() && own.shape[0] < whole.shape[0] && own.shape.Skip(1).SequenceEqual(whole.shape.Skip(1));
            grown.Add(name, isGrown ? torch.cat([own, whole.narrow(0, own.shape[0], whole.shape[0] - own.shape[0])], 0) : own); // [K, …]
        }

        foreach (var (key, value) in from.Metadata)
        {
            grown.SetMetadata(key, value);
        }

        return grown;
    }

    private static bool IsNetwork(string name) => name.Split('.')[0] is "student" or "teacher" or "probability_head";
}
