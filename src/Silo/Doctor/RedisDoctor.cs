using Prcl.Contracts.Diagnoses;
using Prcl.Silo.Hosting;
using StackExchange.Redis;

namespace Prcl.Silo.Doctor;

/// <summary>Looks at the Redis by which silos find each other, and at this machine's clock beside its.</summary>
internal static class RedisDoctor
{
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(5);

    /// <summary>Whether it answers, and what time it has.</summary>
    public static async Task<Diagnosis> Look(SiloSettings settings, TimeProvider time)
    {
        try
        {
            await Clustering.RequireRedis(settings, CancellationToken.None);
            var options = SettingRules.Redis(settings.Redis);
            await using var connection = await ConnectionMultiplexer.ConnectAsync(options);
            var server = connection.GetServer(options.EndPoints[0]);
            var apart = (await server.TimeAsync() - time.GetUtcNow().UtcDateTime).Duration();
            return apart <= Skew
                ? Diagnosis.Ok("redis", $"{string.Join(", ", options.EndPoints)} answers; its clock and this machine's are at most {Math.Max(0.1, apart.TotalSeconds):F1} s apart")
                : Diagnosis.Warning("redis", $"its clock and this machine's are {apart.TotalSeconds:F1} s apart; retention and certificates go by clocks", "let NTP set them (timedatectl set-ntp true)");
        }
        catch (Exception fault) when (fault is HostException or RedisException or TimeoutException)
        {
            return Diagnosis.Failure("redis", fault.Message.ReplaceLineEndings(" "), "start it, and look at PRCL_SILO_REDIS");
        }
    }
}
