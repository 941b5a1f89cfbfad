using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Prcl.Silo.Http.Doors;
using Prcl.Silo.Logs;

namespace Prcl.Silo.Http;

/// <summary><c>/log-level</c>: GET answers the level, PUT with a level's name as the body sets it until the silo ends.</summary>
internal static partial class LogLevelEndpoint
{
    private const string Path = "/log-level";
    private const int LongestName = 32;

    /// <summary>Adds it.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, context => context.Response.WriteAsync(LogLevels.NameOf(Levels(context).Level) + "\n", context.RequestAborted)).Needs(Scope.Admin);

        // A browser's page can't PUT to another origin, whatever the body.
        routes.MapPut(Path, Set).Follows(new DoorRule(Scope.Admin, AnyBody: true));
    }

    private static async Task Set(HttpContext context)
    {
        var name = await Body(context);
        if (!LogLevels.Names.TryGetValue(name, out var level))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync($"The body must be one of {string.Join(", ", LogLevels.Names.Keys)}.\n", context.RequestAborted);
            return;
        }

        Levels(context).Level = level;
        var (logger, told) = (context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Prcl.Silo.Logs"), LogLevels.NameOf(level));
        LogSet(logger, told);
        await context.Response.WriteAsync(told + "\n", context.RequestAborted);
    }

    private static LogLevels Levels(HttpContext context) => context.RequestServices.GetRequiredService<LogLevels>();

    private static async Task<string> Body(HttpContext context)
    {
        var letters = new char[LongestName];
        using var reader = new StreamReader(context.Request.Body);
        var read = await reader.ReadBlockAsync(letters, context.RequestAborted);
        return new string(letters, 0, read).Trim();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The log level is {Level} now")]
    private static partial void LogSet(ILogger logger, string level);
}
