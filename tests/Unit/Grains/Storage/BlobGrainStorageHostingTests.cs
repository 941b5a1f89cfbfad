using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using Prcl.Grains.Blobs;
using Prcl.Grains.Storage;
using Prcl.Unit.Grains.Blobs;
using Xunit;

namespace Prcl.Unit.Grains.Storage;

public interface IRememberingGrain : IGrainWithStringKey
{
    Task<int> Add(int number);

    Task Forget();
}

public sealed class RememberingGrain([PersistentState("sum", "blobs")] IPersistentState<RememberingGrain.Sum> sum) : Grain, IRememberingGrain
{
    public async Task<int> Add(int number)
    {
        sum.State.Value += number;
        await sum.WriteStateAsync();
        return sum.State.Value;
    }

    public Task Forget()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public sealed class Sum
    {
        public int Value { get; set; }
    }
}

public sealed class BlobGrainStorageHostingTests
{
    [Fact]
    public async Task A_grain_keeps_its_state_in_blobs()
    {
        var memory = new MemoryBlobStore();
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<IBlobStore>(memory);
            silo.AddBlobGrainStorage("blobs");
        });
        await using var cluster = builder.Build();
        await cluster.DeployAsync(TestContext.Current.CancellationToken);
        var grain = cluster.Client.GetGrain<IRememberingGrain>("run/3");

        await grain.Add(2);
        await grain.Forget();

        Assert.Equal(5, await grain.Add(3));
        var name = StateName.Of("sum", grain.GetGrainId());
        Assert.EndsWith("/sum/run_2F3", name, StringComparison.Ordinal);
        Assert.True(await ((IBlobStore)memory).Exists(name, TestContext.Current.CancellationToken));
    }
}
