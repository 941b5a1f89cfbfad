using Prcl.Learning.Safetensors;
using Prcl.Learning.Settings;
using Prcl.Learning.Training;
using Prcl.Learning.Weights;
using Prcl.Silo.Hosting;
using TorchSharp;

namespace Prcl.Silo.Commands;

/// <summary>The fresh learner of a command.</summary>
internal static class RunLearner
{
    /// <exception cref="HostException">The weights that the settings name can't be loaded; one line says why.</exception>
    public static Learner Create(TrainingSettings settings, int classes, torch.Device device)
    {
        try
        {
            return new Learner(settings, classes, device);
        }
        catch (Exception error) when (error is WeightsMismatchException or SafetensorsException or IOException or UnauthorizedAccessException)
        {
            throw new HostException($"weights: {error.Message}", error);
        }
    }
}
