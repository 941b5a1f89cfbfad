using System.Runtime.InteropServices;
using Prcl.Contracts.Runs;
using Prcl.Grains.Devices;
using Prcl.Grains.Models;
using Prcl.Grains.Roles;
using Prcl.Grains.Runs;

namespace Prcl.Grains.Predictors;

/// <summary>
/// The silo's models in memory, the most recently used few. Work with a model runs on the inference thread, so a model is
/// never swapped or dropped within a request.
/// </summary>
/// <param name="models">Where checkpoints are.</param>
/// <param name="devices">Gives the inference thread.</param>
/// <param name="profile">Says where models compute.</param>
/// <param name="loss">Is told when that fails.</param>
public sealed class ModelCache(ModelStore models, DeviceThreads devices, SiloProfile profile, DeviceLoss loss) : IDisposable
{
    private const int Kept = 3;
    private readonly LinkedList<(string Blob, ServedModel Model)> _served = new();

    /// <summary>Runs work with a model, loading it first when needed.</summary>
    public async Task<T> Use<T>(RunRecord run, ModelReference version, Func<ServedModel, T> work)
    {
        var (thread, device) = (devices.Inference, DeviceThreads.Device(profile.InferenceDevice));
        try
        {
            while (true)
            {
                var (found, result) = await thread.Run(() => Find(version.Blob) is { } model ? (true, work(model)) : (false, default(T)!));
                if (found)
                {
                    return result;
                }

                using var state = await models.Read(version.Blob);
                await thread.Run(() => Add(version.Blob, new ServedModel(run, state, device)));
            }
        }
        catch (ExternalException failure)
        {
            loss.Observe(profile.InferenceDevice, failure);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Where the models are used, after what is still being asked of them.
        devices.Inference.Run(() =>
        {
            foreach (var (_, model) in _served)
            {
                model.Dispose();
            }

            _served.Clear();
        }).Wait();
    }

    private ServedModel? Find(string blob)
    {
        for (var node = _served.First; node is not null; node = node.Next)
        {
            if (node.Value.Blob == blob)
            {
                _served.Remove(node);
                _served.AddFirst(node);
                return node.Value.Model;
            }
        }

        return null;
    }

    private void Add(string blob, ServedModel model)
    {
        if (Find(blob) is not null)
        {
            // Two requests loaded it at the same time.
            model.Dispose();
            return;
        }

        _served.AddFirst((blob, model));
        if (_served.Count > Kept)
        {
            _served.Last!.Value.Model.Dispose();
            _served.RemoveLast();
        }
    }
}
