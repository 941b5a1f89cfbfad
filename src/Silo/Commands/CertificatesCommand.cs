using System.CommandLine;
using Prcl.Silo.Certificates;

namespace Prcl.Silo.Commands;

/// <summary><c>prcl-silo certificates</c>: an authority of the cluster's own, and certificates for its silos and clients.</summary>
internal static class CertificatesCommand
{
    private const int DefaultDays = 365;

    public static Command Create()
    {
        var output = new Option<string>("--out") { Description = "Folder that they go into; nothing in it is overwritten.", Required = true, HelpName = "DIR" };
        var names = new Option<string>("--names")
        {
            Description = "Names and addresses of the silos, separated by commas, of which clients must have dialled one; empty: any silo of the cluster is believed.",
            DefaultValueFactory = _ => "",
        };
        var days = new Option<int>("--days") { Description = "Days that silos' and clients' certificates are valid, 1 to 3650; the authority's ten years.", DefaultValueFactory = _ => DefaultDays };
        var authority = new Option<string?>("--ca") { Description = "Folder of ca.crt and ca.key of the authority that signs; without it a new one is made.", HelpName = "DIR" };
        var trust = new Option<string?>("--trust") { Description = "ca.crt of another authority to accept as well, while one is exchanged for the other.", HelpName = "FILE" };
        var command = new Command(
            "certificates",
            "Make certificates: DIR/silo for the silos (serve --certificates), DIR/client for clients (prcl --certificates), and DIR/ca, whose key signs "
            + "further ones and belongs on no silo.\n\nExample: prcl-silo certificates --out certificates\n"
            + "Example: prcl-silo certificates --out more --ca certificates/ca --names silo-1.example.org,10.1.2.3")
        {
            output, names, days, authority, trust,
        };
        command.SetAction(result =>
        {
            var order = new CertificateOrder(
                result.GetRequiredValue(output),
                result.GetRequiredValue(names).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
                result.GetValue(days),
                result.GetValue(authority),
                result.GetValue(trust));
            foreach (var file in order.CarryOut(TimeProvider.System.GetUtcNow()))
            {
                Console.WriteLine(file);
            }

            return 0;
        });
        return command;
    }
}
