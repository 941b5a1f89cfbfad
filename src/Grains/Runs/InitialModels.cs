using Prcl.Contracts;
using Prcl.Learning.Checkpoints;
using Prcl.Learning.Safetensors;
using Prcl.Learning.Training;
using Prcl.Learning.Weights;
using TorchSharp;

namespace Prcl.Grains.Runs;

/// <summary>Makes the model that a run begins with, as its settings say: the same settings give the same one.</summary>
internal static class InitialModels
{
    /// <summary>Makes it.</summary>
    /// <exception cref="PrclRequestException">The weights don't suit the settings, or can't be read.</exception>
    public static NamedTensors Make(RunRecord run, RunWeights weights)
    {
        var file = weights.Locate(run.Settings.Weights);
        try
        {
            using var learner = new Learner(run.Settings, run.Classes.Count, torch.CPU, file);
            return LearnerState.Capture(learner);
        }
        catch (Exception error) when (error is WeightsMismatchException or ArgumentException)
        {
            throw new PrclRequestException(Told(error)) { Code = RequestErrorCode.BadValue };
        }
        catch (Exception error) when (error is SafetensorsException or IOException or UnauthorizedAccessException)
        {
            throw new PrclRequestException($"weights: {Told(error)}") { Code = RequestErrorCode.BadValue };
        }

        // Where files lie on this machine is none of the client's business; causes would travel with the refusal.
        string Told(Exception error) => file.Length == 0 ? error.Message : error.Message.Replace(file, run.Settings.Weights, StringComparison.Ordinal);
    }

    /// <summary>Makes it of another run's version: its weights, at the beginning of a schedule, without prototypes. Classes that the version doesn't know begin fresh.</summary>
    /// <param name="run">The run.</param>
    /// <param name="from">The version's checkpoint.</param>
    /// <exception cref="PrclRequestException">The version is of another network.</exception>
    public static NamedTensors Copy(RunRecord run, NamedTensors from)
    {
        try
        {
            using var learner = new Learner(run.Settings with { Weights = "" }, run.Classes.Count, torch.CPU);
            LearnerState.RestoreFirstClasses(learner, from);
            return LearnerState.Capture(learner);
        }
        catch (CheckpointException error)
        {
            throw new PrclRequestException($"Run '{run.Description.Name}' can't begin with that version, whose network is another one: {error.Message}", error) { Code = RequestErrorCode.BadValue };
        }
    }

    /// <summary>Makes it again; null when it began with another run's version, or when the weights that it began with aren't among those that come with the program.</summary>
    public static async Task<NamedTensors?> TryMake(RunRecord run)
    {
        try
        {
            return run.Description.From is null ? await Task.Run(() => Make(run, new RunWeights())) : null;
        }
        catch (PrclRequestException)
        {
            return null;
        }
    }
}
