using Mono.Cecil;
using Prcl.Learning.Scalars;
using Xunit;

namespace Prcl.Unit.Architecture;

/// <summary>
/// A number that the host wants of a tensor on a GPU waits for all that was begun before. So in what a step runs through only
/// <see cref="HostReads"/> reads, and what is on the CPU anyway is listed: read from the assembly's code.
/// </summary>
public sealed class HostReadRuleTests
{
    private static readonly string[] OfAStep =
    [
        "Alarms", "Contrast", "Contrast.Fused", "Losses", "MemoryBanks", "Networks", "Prototypes", "Representations", "Sampling", "SelfTraining", "Training", "Variances",
        "VirtualNegatives",
    ];

    private static readonly string[] Reads = ["item", "cpu", "data", "ToSingle", "ToDouble", "ToInt32", "ToInt64", "ToBoolean", "print", "bytes"];

    private static readonly string[] OnTheCpuAlready = ["PredictionTally::OnCpu", "PredictionTally::Count"];

    [Fact]
    public void A_step_reads_from_the_device_in_one_place_only()
    {
        var module = ModuleDefinition.ReadModule(Path.Combine(AppContext.BaseDirectory, "Prcl.Learning.dll"));
        var places = from type in module.GetTypes()
                     where OfAStep.Contains(NamespaceOf(type).Replace("Prcl.Learning.", "", StringComparison.Ordinal))
                     from method in type.Methods
                     where method.HasBody && !OnTheCpuAlready.Contains($"{type.Name}::{method.Name}")
                     from called in method.Body.Instructions.Select(i => i.Operand).OfType<MethodReference>()
                     where called.DeclaringType.FullName.StartsWith("TorchSharp.", StringComparison.Ordinal) && Reads.Contains(called.Name)
                     select $"{type.FullName}::{method.Name} calls {called.Name}";

        Assert.Empty(places);
    }

    private static string NamespaceOf(TypeDefinition type) => type.DeclaringType is { } outer ? NamespaceOf(outer) : type.Namespace;
}
