using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Prcl.Silo.Logs;

/// <summary>Puts a <see cref="LineLimit"/> in front of where log lines go.</summary>
internal static class LimitedLogs
{
    /// <summary>Limits the lines of every provider added so far.</summary>
    /// <param name="logging">Where lines go.</param>
    /// <param name="lines">Lines that one kind of event may log a minute.</param>
    public static void LimitLines(this ILoggingBuilder logging, int lines)
    {
        for (var i = 0; i < logging.Services.Count; i++)
        {
            var added = logging.Services[i];
            if (added.ServiceType == typeof(ILoggerProvider) && !added.IsKeyedService)
            {
                logging.Services[i] = ServiceDescriptor.Singleton<ILoggerProvider>(services => new Provider(Made(added, services), new LineLimit(lines, TimeProvider.System)));
            }
        }
    }

    private static ILoggerProvider Made(ServiceDescriptor added, IServiceProvider services) => (ILoggerProvider)(
        added.ImplementationInstance ?? added.ImplementationFactory?.Invoke(services) ?? ActivatorUtilities.CreateInstance(services, added.ImplementationType!));

    private sealed class Provider(ILoggerProvider inner, LineLimit limit) : ILoggerProvider, ISupportExternalScope
    {
        public ILogger CreateLogger(string categoryName) => new LimitedLogger(inner.CreateLogger(categoryName), categoryName, limit);

        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => (inner as ISupportExternalScope)?.SetScopeProvider(scopeProvider);

        public void Dispose() => inner.Dispose();
    }
}
