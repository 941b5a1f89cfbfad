using Mono.Cecil;
using Prcl.Learning.Scalars;
using Xunit;

namespace Prcl.Unit.Architecture;

/// <summary>
/// TorchSharp may free a scalar while native code reads it, so only <see cref="Held"/> makes one, and nothing is called that makes one
/// inside TorchSharp: read from the assemblies' code.
/// </summary>
public sealed class ScalarRuleTests
{
    private static readonly Lazy<TorchSharpScalars> Torch = new(() => new TorchSharpScalars());

    [Theory]
    [InlineData("Prcl.Learning.dll")]
    [InlineData("Prcl.Grains.dll")]
    [InlineData("prcl-silo.dll")]
    public void Only_the_class_that_holds_scalars_makes_them(string assembly)
    {
        var makers = from method in Methods(assembly)
                     where method.DeclaringType.FullName != typeof(Held).FullName
                     from called in Calls(method)
                     where TorchSharpScalars.Makes(called)
                     select method.FullName;

        Assert.Empty(makers.Distinct());
    }

    [Theory]
    [InlineData("Prcl.Learning.dll")]
    [InlineData("Prcl.Grains.dll")]
    [InlineData("prcl-silo.dll")]
    public void Nothing_is_used_of_TorchSharp_that_makes_scalars_inside(string assembly)
    {
        var uses = from method in Methods(assembly)
                   from called in Calls(method)
                   where Torch.Value.Hides(called)
                   select $"{method.FullName} uses {called.FullName}";

        Assert.Empty(uses.Distinct());
    }

    [Theory]
    [InlineData("add_", "TorchSharp.Scalar")]
    [InlineData("op_Addition", "TorchSharp.torch/Tensor,TorchSharp.torch/Tensor")]
    [InlineData("square", "")]
    public void The_rule_knows_operations_that_make_scalars(string name, string parameters) =>
        Assert.Contains(Torch.Value.Makers, method => method.Contains($"Tensor::{name}({parameters})", StringComparison.Ordinal));

    [Theory]
    [InlineData("BatchNorm2d")]
    [InlineData("SGD")]
    public void The_rule_knows_modules_and_optimisers_that_make_scalars(string type) => Assert.True(Torch.Value.IsModuleThatMakes(type));

    private static IEnumerable<MethodDefinition> Methods(string assembly)
    {
        var module = ModuleDefinition.ReadModule(Path.Combine(AppContext.BaseDirectory, assembly));
        return module.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody);
    }

    private static IEnumerable<MethodReference> Calls(MethodDefinition method) => method.Body.Instructions.Select(i => i.Operand).OfType<MethodReference>();

    /// <summary>What in TorchSharp makes scalars, directly or through what it calls.</summary>
    private sealed class TorchSharpScalars
    {
        private readonly ModuleDefinition _module = ModuleDefinition.ReadModule(typeof(TorchSharp.torch).Assembly.Location);
        private readonly HashSet<string> _makers;

        public TorchSharpScalars()
        {
            var methods = _module.GetTypes().Where(type => type.Name is not ("Scalar" or "ScalarExtensionMethods")).SelectMany(type => type.Methods).Where(method => method.HasBody).ToArray();
            var callers = (from method in methods
                           from called in Calls(method)
                           select (Callee: called.GetElementMethod().FullName, Caller: method.FullName)).ToLookup(pair => pair.Callee, pair => pair.Caller);
            var found = new Queue<string>(methods.Where(method => Calls(method).Any(Makes)).Select(method => method.FullName));
            _makers = [.. found];
            while (found.TryDequeue(out var maker))
            {
                foreach (var caller in callers[maker].Where(_makers.Add))
                {
                    found.Enqueue(caller);
                }
            }
        }

        public IReadOnlySet<string> Makers => _makers;

        /// <summary>Whether a call makes a scalar that its caller sees.</summary>
        public static bool Makes(MethodReference called) =>
            (called.DeclaringType.FullName == "TorchSharp.Scalar" && called.Name == "op_Implicit") || called.Name == "ToScalar";

        /// <summary>Whether a call makes one inside, or gives a module or optimiser that will.</summary>
        public bool Hides(MethodReference called) => _makers.Contains(called.GetElementMethod().FullName)
            || (called.ReturnType.Namespace == "TorchSharp.Modules" && IsModuleThatMakes(called.ReturnType.Name))
            || (called.Name == ".ctor" && called.DeclaringType.Namespace == "TorchSharp.Modules" && IsModuleThatMakes(called.DeclaringType.Name));

        public bool IsModuleThatMakes(string name)
        {
            for (var type = _module.GetType("TorchSharp.Modules", name); type is not null; type = type.BaseType as TypeDefinition)
            {
                if (type.Methods.Any(method => method.Name is "forward" or "step" && _makers.Contains(method.FullName)))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
