using Prcl.Contracts.Diagnoses;
using Prcl.Contracts.Security.Certificates;
using Prcl.Grains.Devices;
using Prcl.Silo.Hosting;
using Prcl.Silo.Http.Keys;

namespace Prcl.Silo.Doctor;

/// <summary>Looks at what a silo with these settings would need of its machine, and changes nothing there.</summary>
/// <param name="settings">The settings, checked.</param>
/// <param name="time">Tells the time.</param>
internal sealed class SiloDoctor(SiloSettings settings, TimeProvider time)
{
    /// <summary>Looks, one thing after the other.</summary>
    public async IAsyncEnumerable<Diagnosis> Look()
    {
        yield return NativeLibrary();
        foreach (var (setting, port) in new[] { ("silo-port", settings.SiloPort), ("gateway-port", settings.GatewayPort), ("http-port", settings.HttpPort) }.Where(p => p.Item2 > 0))
        {
            yield return Port(setting, port);
        }

        var storage = new StorageDoctor(settings);
        foreach (var diagnosis in storage.Folder())
        {
            yield return diagnosis;
        }

        yield return await storage.Blobs();
        if (settings.Cluster == ClusterKind.Redis)
        {
            yield return await RedisDoctor.Look(settings, time);
        }

        if (settings.ApiKeys.Length > 0)
        {
            yield return Keys();
        }

        if (settings.Certificates.Length > 0)
        {
            yield return CertificateDiagnosis.Of(settings.Certificates, time, CertificateUse.Silo);
        }
    }

    private Diagnosis NativeLibrary()
    {
        try
        {
            using var probe = TorchSharp.torch.ones(1);
            var devices = SettingRules.Devices(settings.Devices);
            return Diagnosis.Ok("native library", $"libtorch computes; trainers would use {string.Join(", ", devices.Select(DeviceThreads.Shown))}");
        }
        catch (HostException fault)
        {
            return Diagnosis.Failure("devices", fault.Message, "name devices that are there with --devices, or none for those that are found");
        }
        catch (Exception fault) when (fault is DllNotFoundException or TypeInitializationException or EntryPointNotFoundException or NotSupportedException)
        {
            return Diagnosis.Failure("native library", $"libtorch can't be loaded: {fault.GetBaseException().Message.Split('\n')[0].Trim()}", "build or publish for this machine again (README, \"Build\"); glibc must be 2.31 or newer");
        }
    }

    private Diagnosis Port(string setting, int port)
    {
        try
        {
            Ports.RequireFree(setting, settings.Listen, port);
            return Diagnosis.Ok("port", $"{setting} {port} on {settings.Listen} is free");
        }
        catch (HostException fault)
        {
            return Diagnosis.Warning("port", fault.Message, "all is well if that is this silo, which runs already");
        }
    }

    private Diagnosis Keys()
    {
        try
        {
            var keys = new KeyFile(settings.ApiKeys).Read();
            return keys.Length > 0
                ? Diagnosis.Ok("api-keys", $"'{settings.ApiKeys}' has {keys.Length}: {string.Join(", ", keys.Select(k => k.Name))}")
                : Diagnosis.Warning("api-keys", $"'{settings.ApiKeys}' has none: nobody is let in over HTTP", "\"prcl-silo keys add\" makes one");
        }
        catch (HostException fault)
        {
            return Diagnosis.Failure("api-keys", fault.Message, "\"prcl-silo keys add\" makes a file that is sound");
        }
    }
}
