using System.Reflection;
using Prcl.Contracts.Runs;
using Prcl.Contracts.Security;
using Prcl.Grains.Doors;
using Prcl.Silo.Security.Gate;
using Xunit;

namespace Prcl.Unit.Silo.Security.Gate;

public sealed class OpenCallsTests
{
    // Every method of every grain interface is in one of these lists, so that a new one asks whom it is for.
    private static readonly string[] Open =
    [
        "IClusterGrain.Silos",
        "IEvaluatorGrain.History", "IEvaluatorGrain.Score",
        "IImageStreamGrain.DeleteOverdue", "IImageStreamGrain.List", "IImageStreamGrain.Overdue",
        "IIngestGrain.Delete", "IIngestGrain.Known", "IIngestGrain.Label", "IIngestGrain.Look", "IIngestGrain.Push", "IIngestGrain.Read", "IIngestGrain.Suggest",
        "IModelFileGrain.Describe", "IModelFileGrain.Read",
        "IPredictorGrain.Predict",
        "IPrototypeGrain.Query",
        "IRunCatalogGrain.List", "IRunCatalogGrain.Settings",
        "IRunGrain.Change", "IRunGrain.Create", "IRunGrain.Current", "IRunGrain.Delete", "IRunGrain.Describe", "IRunGrain.Footprint", "IRunGrain.Manifest", "IRunGrain.Metrics", "IRunGrain.Model", "IRunGrain.Models", "IRunGrain.MoveAlias",
        "IRunGrain.RemoveAlias", "IRunGrain.Rename", "IRunGrain.RollBack", "IRunGrain.Start", "IRunGrain.Status", "IRunGrain.Stop",
        "ISiloTrainersGrain.Describe", "ISiloTrainersGrain.Drain", "ISiloTrainersGrain.Resume",
    ];

    private static readonly string[] ForSilosOnly =
    [
        "IEvaluatorGrain.Comparison", "IEvaluatorGrain.EvaluateNow", "IEvaluatorGrain.MakeWay", "IEvaluatorGrain.Start",
        "IImageStreamGrain.Append", "IImageStreamGrain.CatchUp", "IImageStreamGrain.Counts", "IImageStreamGrain.Delete", "IImageStreamGrain.Evaluation",
        "IImageStreamGrain.Fail", "IImageStreamGrain.Find", "IImageStreamGrain.Gone", "IImageStreamGrain.Known", "IImageStreamGrain.Lease", "IImageStreamGrain.Look", "IImageStreamGrain.MakeWay", "IImageStreamGrain.Pool", "IImageStreamGrain.Ranked",
        "IImageStreamGrain.Refers", "IImageStreamGrain.Renew", "IImageStreamGrain.Return", "IImageStreamGrain.Suggest", "IImageStreamGrain.Tidy",
        "IPredictorGrain.Scores",
        "IPrototypeGrain.CatchUp", "IPrototypeGrain.Committed", "IPrototypeGrain.Exchange", "IPrototypeGrain.MakeWay", "IPrototypeGrain.VirtualNegatives",
        "IRefusalGrain.Tell",
        "IRunGrain.Fail", "IRunGrain.HandIn", "IRunGrain.Join", "IRunGrain.Leave", "IRunGrain.Renew",
        "IRunSweepGrain.Sweep",
        "ITrainerGrain.Drain", "ITrainerGrain.Losses", "ITrainerGrain.Start", "ITrainerGrain.Status",
    ];

    private static IEnumerable<MethodInfo> All => new[] { typeof(IRunGrain).Assembly, typeof(IRefusalGrain).Assembly }
        .SelectMany(a => a.GetTypes())
        .Where(t => t.IsInterface && t.IsAssignableTo(typeof(IAddressable)))
        .SelectMany(t => t.GetMethods());

    [Fact]
    public void Every_method_of_every_grain_is_known_to_be_for_clients_or_for_silos_only()
    {
        Assert.Equal(Open, ForClientsAttribute.Methods.Select(Name).Order(StringComparer.Ordinal));
        Assert.Equal(ForSilosOnly.Order(StringComparer.Ordinal), All.Except(ForClientsAttribute.Methods).Select(Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_open_method_has_one_call_that_the_gate_can_tell_apart()
    {
        var calls = OpenCalls.CallsOf(typeof(IRunGrain).Assembly).ToLookup(c => c.GetMethod());

        Assert.All(ForClientsAttribute.Methods, m => Assert.Single(calls[m]));
    }

    private static string Name(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";
}
