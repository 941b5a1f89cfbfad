using Mono.Cecil;
using Mono.Cecil.Cil;
using Xunit;

namespace Prcl.Unit.Architecture;

/// <summary>
/// TorchSharp makes a CPU generator whatever device it is told (dotnet/TorchSharp#1194), with which CUDA refuses to draw: everything random is drawn on
/// the CPU and copied. Read from the assemblies' code: every generator is made for the CPU in so many words.
/// </summary>
public sealed class GeneratorRuleTests
{
    [Theory]
    [InlineData("Prcl.Learning.dll", 1)]
    [InlineData("Prcl.Grains.dll", 0)]
    [InlineData("prcl-silo.dll", 0)]
    public void Generators_are_made_on_the_CPU_only(string assembly, int least)
    {
        var module = ModuleDefinition.ReadModule(Path.Combine(AppContext.BaseDirectory, assembly));
        var made = (from method in module.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody)
                    from instruction in method.Body.Instructions
                    where instruction.OpCode == OpCodes.Newobj && instruction.Operand is MethodReference { DeclaringType.Name: "Generator" }
                    select (Method: method.FullName, Device: (instruction.Previous.Operand as MemberReference)?.Name ?? instruction.Previous.ToString())).ToArray();

        Assert.True(made.Length >= least, $"{made.Length} generators are made in {assembly}.");
        Assert.All(made, generator => Assert.True(generator.Device is "CPU" or "get_CPU", $"{generator.Method} makes a generator on {generator.Device}"));
    }
}
