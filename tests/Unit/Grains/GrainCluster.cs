using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.TestingHost;
using Prcl.Contracts.Runs;
using Prcl.Grains;
using Prcl.Grains.Blobs;
using Prcl.Grains.Images;
using Prcl.Grains.Limits;
using Prcl.Grains.Models;
using Prcl.Grains.Rounds;
using Prcl.Grains.Runs;
using Prcl.Learning.Contrast;
using Prcl.Unit.Grains.Blobs;
using Prcl.Unit.Grains.Devices;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Grains;

/// <summary>One silo with all actors over a folder: its storage fails and its clock moves as told.</summary>
public sealed class GrainCluster : IAsyncLifetime
{
    private readonly TemporaryFolder? _own;
    private readonly FileBlobStore _files;
    private readonly List<Func<string, string, Fault>> _faults = [];
    private InProcessTestCluster? _cluster;
    private int _runs;

    /// <summary>A cluster on a folder of its own.</summary>
    public GrainCluster()
        : this(null)
    {
    }

    private GrainCluster(TemporaryFolder? folder)
    {
        _own = folder is null ? new TemporaryFolder() : null;
        folder ??= _own!;
        _files = new FileBlobStore(folder.Path);
        Storage = new FaultyBlobStore(_files) { Plan = Fault };
        Models = new ModelStore(Storage);
        Rounds = new RoundHistory(Storage);
    }

    public SteppedTime Time { get; } = new();

    public FaultyBlobStore Storage { get; }

    /// <summary>What the silo takes of its machine.</summary>
    public SiloLimits Limits { get; init; } = SiloLimits.None;

    /// <summary>Files that runs may begin with.</summary>
    public TemporaryFolder WeightsFolder { get; } = new();

    public ModelStore Models { get; }

    public RoundHistory Rounds { get; }

    public InProcessTestCluster Silos => _cluster ?? throw new InvalidOperationException("The cluster hasn't been started.");

    public IGrainFactory Grains => Silos.Client;

    public string SiloName => Silos.Silos[0].Name;

    /// <summary>A running cluster on a folder that outlives it.</summary>
    public static async Task<GrainCluster> On(TemporaryFolder folder)
    {
        var cluster = new GrainCluster(folder);
        await cluster.InitializeAsync();
        return cluster;
    }

    public async ValueTask InitializeAsync()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSiloHost((_, host) => host.Logging.ClearProviders());
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<TimeProvider>(Time);
            silo.AddPrclGrains(Storage, threads: 1, weights: new RunWeights(WeightsFolder.Path), limits: Limits);
            silo.Services.AddSingleton<IContrastKernel, FailingKernel>();
        });
        _cluster = builder.Build();
        await _cluster.DeployAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }

        _files.Dispose();
        WeightsFolder.Dispose();
        _own?.Dispose();
    }

    /// <summary>Lets the storage fail until disposed; the first plan that isn't <see cref="Fault.None"/> holds.</summary>
    public IDisposable Fail(Func<string, string, Fault> plan)
    {
        lock (_faults)
        {
            _faults.Add(plan);
        }

        return new Repair(this, plan);
    }

    /// <summary>Holds one storage call back: tells when it has come, and lets it go on when told.</summary>
    public IDisposable Pause(Func<string, string, bool> which, TaskCompletionSource reached, Task goOn)
    {
        Storage.Hold = async (operation, name) =>
        {
            if (which(operation, name))
            {
                reached.TrySetResult();
                await goOn;
            }
        };
        return new Release(Storage);
    }

    /// <summary>Spoils a stored image or label on the disk, without changing its length.</summary>
    public async Task Damage(byte[] stored)
    {
        byte[] damaged = [.. stored];
        damaged[^20] ^= 0xFF;
        await Storage.Write(ImageBlobs.NameOf(ContentHash.Of(stored)), damaged, BlobCondition.Any);
    }

    /// <summary>A run that only exists on paper: without an initial model, for all that doesn't train.</summary>
    internal async Task<TestRun> Define(params (string Name, string Value)[] settings)
    {
        var run = new TestRun(this, NextName());
        await new RunStore(Storage).Create(new RunRecord(new RunDescription(
            run.Name, Street.Classes.ToJson(), TestRun.Settings(settings), Time.GetUtcNow().UtcDateTime, 0)));
        return run;
    }

    /// <summary>A run as people create it.</summary>
    internal async Task<TestRun> Create(params (string Name, string Value)[] settings)
    {
        var run = new TestRun(this, NextName());
        await run.Grain.Create(TestRun.Request(settings));
        return run;
    }

    /// <summary>Commits a version whose teacher answers one class everywhere.</summary>
    internal async Task Publish(TestRun run, FakeTrainer trainer, int always)
    {
        using var model = await Models.Read((await run.Grain.Model("0"))!.Blob);
        using (torch.no_grad())
        {
            var bias = model.Names.Single(n => n.StartsWith("teacher.classifier.", StringComparison.Ordinal) && n.EndsWith(".bias", StringComparison.Ordinal) && model[n].shape[0] == 8);
            model[bias.Replace(".bias", ".weight", StringComparison.Ordinal)].zero_();
            model[bias].zero_()[always] = 9;
        }

        var report = await trainer.Write(1, 20);
        await Models.Write(report.ReportBlob, model);
        await trainer.HandIn(report);
    }

    /// <summary>A name that no other run of this cluster has.</summary>
    public string NextName() => $"run-{Interlocked.Increment(ref _runs)}";

    /// <summary>The blobs that begin with a prefix.</summary>
    public async Task<string[]> Blobs(string prefix)
    {
        var names = new List<string>();
        await foreach (var entry in Storage.List(prefix, TestContext.Current.CancellationToken))
        {
            names.Add(entry.Name);
        }

        return [.. names];
    }

    private Fault Fault(string operation, string name)
    {
        lock (_faults)
        {
            return _faults.Select(plan => plan(operation, name)).FirstOrDefault(fault => fault != default);
        }
    }

    private sealed class Release(FaultyBlobStore storage) : IDisposable
    {
        public void Dispose() => storage.Hold = (_, _) => Task.CompletedTask;
    }

    private sealed class Repair(GrainCluster cluster, Func<string, string, Fault> plan) : IDisposable
    {
        public void Dispose()
        {
            lock (cluster._faults)
            {
                cluster._faults.Remove(plan);
            }
        }
    }
}
