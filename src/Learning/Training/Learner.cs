using Prcl.Learning.MemoryBanks;
using Prcl.Learning.Networks;
using Prcl.Learning.Randomness;
using Prcl.Learning.Safetensors;
using Prcl.Learning.Schedules;
using Prcl.Learning.Settings;
using Prcl.Learning.Threads;
using Prcl.Learning.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Prcl.Learning.Training;

/// <summary>
/// What is learned: student, teacher, probability head and the optimiser's momentum. Not thread-safe; it belongs to one
/// device's thread.
/// </summary>
public sealed class Learner : IDisposable
{
    /// <summary>A fresh learner: random weights, then those that the settings name, the backbone's or the whole network's.</summary>
    /// <param name="settings">The run's settings.</param>
    /// <param name="classes">K.</param>
    /// <param name="device">Where the tensors live.</param>
    /// <param name="weights">The file of the weights that the settings name, where somebody has located it already; null: the name or path in the settings.</param>
    /// <exception cref="WeightsMismatchException">The weights have an unknown name, or don't cover the backbone.</exception>
    /// <exception cref="SafetensorsException">The weights file isn't safetensors, or damaged.</exception>
    /// <exception cref="IOException">The weights file cannot be read.</exception>
    public Learner(TrainingSettings settings, int classes, Device device, string? weights = null)
    {
        (Settings, Classes, Device) = (settings, classes, device);
        var options = settings.Network(classes);
        var key = RandomKey.FromSeed(settings.Seed);
        Student = new SegmentationNetwork(options, key);
        Teacher = new SegmentationNetwork(options, key);
        ProbabilityHead = new ProbabilityHead(options, key);
        if (settings.Weights.Length > 0)
        {
            Weights = PretrainedWeights.Load(Student, ProbabilityHead, weights ?? NamedWeights.Locate(settings.Weights));
            Normalisation = Weights.Input;
        }

        Teacher.load_state_dict(Student.state_dict());
        foreach (var parameter in Teacher.parameters())
        {
            parameter.requires_grad_(false);
        }

        Student.to(device);
        Teacher.to(device);
        ProbabilityHead.to(device);
        TwoAtATime = new TwoAtATime(device);
        Bank = settings.NegativeSource == NegativeSource.Bank ? new MemoryBank(classes, settings.BankSize, settings.RepresentationWidth, device) : null;
        Optimiser = new SgdOptimiser(
            settings.Momentum,
            settings.WeightDecay,
            new ParameterGroup(Flat("student", Student, name => !IsBackbone(name))),
            new ParameterGroup(Flat("probability_head", ProbabilityHead, _ => true)),
            new ParameterGroup(Flat("student", Student, IsBackbone)));
        Averages = [Flat("student", Teacher, name => !IsBackbone(name)), Flat("student", Teacher, IsBackbone)];
        Statistics = new RunningStatistics(Student, Teacher, ProbabilityHead);
    }

    /// <summary>The run's settings.</summary>
    public TrainingSettings Settings { get; private set; }

    /// <summary>K.</summary>
    public int Classes { get; }

    /// <summary>Where the tensors live.</summary>
    public Device Device { get; }

    /// <summary>Learns by gradient.</summary>
    public SegmentationNetwork Student { get; }

    /// <summary>The student's moving average: gives pseudo-labels and is what gets published.</summary>
    public SegmentationNetwork Teacher { get; }

    /// <summary>Gives the student's representations their variance.</summary>
    public ProbabilityHead ProbabilityHead { get; }

    /// <summary>Representations of earlier steps; null when negatives come from the prototypes.</summary>
    public MemoryBank? Bank { get; }

    /// <summary>What input the backbone expects.</summary>
    public InputNormalisation Normalisation { get; internal set; } = InputNormalisation.ImageNet;

    /// <summary>What the weights file covered; null without one.</summary>
    public WeightsReport? Weights { get; }

    /// <summary>Steps made since the run began.</summary>
    public long Steps { get; internal set; }

    /// <summary>Bytes of one gradient of everything that is learned.</summary>
    public long GradientBytes => Optimiser.Groups.Sum(group => group.Parameters.All.NumberOfElements * group.Parameters.All.ElementSize);

    internal SgdOptimiser Optimiser { get; }

    /// <summary>Batch norm's running statistics of all networks.</summary>
    internal RunningStatistics Statistics { get; }

    /// <summary>Lets two passes of a step go side by side.</summary>
    internal TwoAtATime TwoAtATime { get; }

    /// <summary>The learning rate of everything but the probability head at the next step.</summary>
    public double LearningRate => Settings.LearningRate * LearningRateSchedule.Factor(Settings, Steps);

    /// <summary>Goes on with other settings, of those that may change (<see cref="ChangeableSettings"/>); steps that were prepared keep the earlier ones.</summary>
    public void Use(TrainingSettings settings) => Settings = settings;

    /// <summary>Moves to the run's position in the schedule, which is another than a checkpoint's when rounds had several members.</summary>
    /// <param name="steps">Steps made since the run began.</param>
    public void SetPosition(long steps) => Steps = steps;

    /// <summary>Sets the learning rates for the next step.</summary>
    internal void SetLearningRates()
    {
        var factor = LearningRateSchedule.Factor(Settings, Steps);
        Optimiser.Groups[0].LearningRate = Settings.LearningRate * factor;
        Optimiser.Groups[1].LearningRate = Settings.HeadLearningRate * factor;
        Optimiser.Groups[2].LearningRate = Settings.LearningRate * Settings.BackboneRate * factor;
    }

    /// <summary>Moves the teacher towards the student.</summary>
    internal void Average()
    {
        TeacherAverage.Update(Averages[0], Optimiser.Groups[0].Parameters, Steps, Settings.TeacherDecay);
        TeacherAverage.Update(Averages[1], Optimiser.Groups[2].Parameters, Steps, Settings.TeacherDecay);
    }

    // The teacher's parameters have the names of those that they follow.
    private FlatTensors[] Averages { get; }

    private static FlatTensors Flat(string name, nn.Module part, Func<string, bool> belongs) =>
        new(part.named_parameters().Where(p => belongs(p.name)).Select(p => ($"{name}.{p.name}", (Tensor)p.parameter)));

    private static bool IsBackbone(string parameter) => parameter.StartsWith("backbone.", StringComparison.Ordinal);

    /// <inheritdoc/>
    public void Dispose()
    {
        TwoAtATime.Dispose();
        Bank?.Dispose();
        Optimiser.Dispose();
        Statistics.Dispose();
        Array.ForEach(Averages, average => average.Dispose());
        ProbabilityHead.Dispose();
        Teacher.Dispose();
        Student.Dispose();
    }
}
