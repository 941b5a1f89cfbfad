using System.Globalization;
using System.Reflection;

namespace Prcl.Unit.Client;

/// <summary>Grains that answer as a test says, without a cluster; what the test doesn't mention throws.</summary>
public sealed class FakeGrains
{
    private readonly Dictionary<(Type Grain, string Method), Func<string, object?[], object?>> _answers = [];

    public FakeGrains() => Factory = Proxy.Create<IGrainFactory>((method, arguments) =>
    {
        var grain = method.GetGenericArguments()[0];
        var key = Convert.ToString(arguments[0], CultureInfo.InvariantCulture)!;
        return Proxy.Create(grain, (called, values) => Answer(grain, called, key, values));
    });

    public IGrainFactory Factory { get; }

    /// <summary>Sets what a grain method answers, from the grain's key and the arguments.</summary>
    public FakeGrains On<TGrain>(string method, Func<string, object?[], object?> answer)
        where TGrain : IGrain
    {
        _answers[(typeof(TGrain), method)] = answer;
        return this;
    }

    private object? Answer(Type grain, MethodInfo called, string key, object?[] values) =>
        _answers.TryGetValue((grain, called.Name), out var answer)
            ? answer(key, values)
            : throw new NotSupportedException($"the test has no answer for {grain.Name}.{called.Name}");

    public class Proxy : DispatchProxy
    {
        private Func<MethodInfo, object?[], object?>? _invoke;

        public static T Create<T>(Func<MethodInfo, object?[], object?> invoke)
            where T : class => (T)Create(typeof(T), invoke);

        public static object Create(Type type, Func<MethodInfo, object?[], object?> invoke)
        {
            var proxy = Create(type, typeof(Proxy));
            ((Proxy)proxy)._invoke = invoke;
            return proxy;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _invoke!(targetMethod!, args ?? []);
    }
}
